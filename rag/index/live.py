"""Documents entering and leaving what searches can find: terms, copies, outbox, sum of vectors.

Both ways work from what is stored, so a document that was removed comes back as it went.
They run inside the transaction of whoever changes the document.
"""

from __future__ import annotations

import sqlite3

from rag.index import copies, means, outbox, terms
from rag.index.meta import Meta


def enter(connection: sqlite3.Connection, document: int) -> None:
    """Make the stored passages of the document (its row) findable."""
    terms.add(connection, *stored_terms(connection, document))
    copies.enter(connection, document)
    _count(connection, document, sign=1)


def leave(connection: sqlite3.Connection, document: int) -> None:
    """Take the passages of the document (its row) out of every search; they stay stored."""
    terms.delete(connection, *stored_terms(connection, document))
    copies.leave(connection, document)
    _count(connection, document, sign=-1)


def stored_terms(connection: sqlite3.Connection, document: int) -> tuple[int, terms.DocumentTerms]:
    """The row of the document's first passage, and the terms of all of them."""
    first, packed = connection.execute(
        "SELECT first_passage, terms FROM documents JOIN contents ON document = documents.rowid "
        "WHERE documents.rowid = ?",
        (document,),
    ).fetchone()
    return first, terms.DocumentTerms.unpacked(packed)


def _count(connection: sqlite3.Connection, document: int, sign: int) -> None:
    means.change(connection, document, sign)
    outbox.mark(connection, document)
    Meta(connection).touch()
