"""Making again, from documents and vectors, what the database derives from them."""

from __future__ import annotations

import sqlite3

from rag.index import copies, edits, live, means, passages, terms, twins
from rag.index.database import Database
from rag.index.meta import Meta
from rag.index.vectors import unpacked

KIN_VERSION = f"{twins.VERSION}.{copies.VERSION}"

_KEPT = "SELECT rowid FROM documents WHERE state <> 'replaced' ORDER BY rowid"
_FINDABLE = "SELECT rowid FROM documents WHERE state = 'ready' ORDER BY rowid"


def remake_terms(database: Database, words: terms.Words) -> None:
    """Cut every passage anew and fill the full-text index: after the word cutter has changed."""
    with database.writing() as connection:
        terms.clear(connection)
        for (document,) in connection.execute(_KEPT).fetchall():
            _recut(connection, document, words)
        _find_copies(connection)
        meta = Meta(connection)
        meta.set_words(str(words.VERSION))
        meta.touch()


def remake_kin(database: Database) -> None:
    """Find twins and copies again: after the way of finding either has changed."""
    with database.writing() as connection:
        _find_twins(connection)
        _find_copies(connection)
        meta = Meta(connection)
        meta.set_kin(KIN_VERSION)
        meta.touch()


def _find_twins(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM twins")
    for (document,) in connection.execute(_KEPT).fetchall():
        put_twins(connection, document)


def _find_copies(connection: sqlite3.Connection) -> None:
    copies.clear(connection)
    for (document,) in connection.execute(_FINDABLE).fetchall():
        copies.enter(connection, document)


def remake_sums(connection: sqlite3.Connection) -> None:
    """Keep the sums of all searchable vectors as they are now, for the means of the corpus."""
    means.remake(connection)
    Meta(connection).touch()


def put_twins(connection: sqlite3.Connection, document: int) -> None:
    """Find and keep the twins among the stored passages of a document (its row)."""
    rows = connection.execute(
        "SELECT passages.rowid, vector FROM passages JOIN vectors USING (rowid) "
        "WHERE document = ? ORDER BY passages.rowid",
        (document,),
    ).fetchall()
    if not rows:
        return
    vectors = unpacked([vector for _, vector in rows])
    found = twins.pairs(passages.of_document(connection, document), vectors)
    both_ways = [(pair.first, pair.second) for pair in found]
    both_ways += [(second, first) for first, second in both_ways]
    connection.executemany(
        "INSERT INTO twins (passage, twin) VALUES (?, ?)",
        [(rows[one][0], rows[other][0]) for one, other in both_ways],
    )


def _recut(connection: sqlite3.Connection, document: int, words: terms.Words) -> None:
    fresh = terms.cut(words, passages.of_document(connection, document))
    connection.execute(
        "UPDATE contents SET terms = ? WHERE document = ?", (fresh.packed(), document)
    )
    edits.apply(connection, document, words)
    (state,) = connection.execute(
        "SELECT state FROM documents WHERE rowid = ?", (document,)
    ).fetchone()
    if state == "ready":
        terms.add(connection, *live.stored_terms(connection, document))
