"""Passages as rows of SQLite. Their words are cut from the texts of their documents."""

from __future__ import annotations

import sqlite3

from rag.index import entries
from rag.index.rowids import Rowids, listed
from rag.records import Passage, Role, Span

_PASSAGES = """
    SELECT documents.id, start_char, end_char, passages.language, role, speaker, page, document
    FROM passages JOIN documents ON documents.rowid = document
"""


def in_order(connection: sqlite3.Connection, rowids: Rowids) -> list[Passage]:
    """The passages in the order of their rows; rows no longer there are left out."""
    return _fetched(
        connection,
        "JOIN json_each(?) AS wanted ON passages.rowid = wanted.value ORDER BY wanted.key",
        listed(rowids),
    )


def of_document(connection: sqlite3.Connection, document: int) -> list[Passage]:
    """All passages of a document (its row) in its order."""
    return _fetched(connection, "WHERE document = ? ORDER BY passages.rowid", document)


def around(connection: sqlite3.Connection, rowid: int, radius: int) -> list[Passage]:
    """A passage with up to `radius` of its document's before and after it."""
    # The rows of one document follow one another in the order of the text.
    return _fetched(
        connection,
        "WHERE document = (SELECT document FROM passages WHERE rowid = ?1) "
        "AND passages.rowid BETWEEN ?1 - ?2 AND ?1 + ?2 ORDER BY passages.rowid",
        rowid,
        radius,
    )


def twin(connection: sqlite3.Connection, rowid: int) -> Passage | None:
    """The passage that says the same in another language of the document, where one is known."""
    found = _fetched(
        connection, "JOIN twins ON twins.twin = passages.rowid WHERE twins.passage = ?", rowid
    )
    return found[0] if found else None


def _fetched(connection: sqlite3.Connection, which: str, *values: object) -> list[Passage]:
    found = connection.execute(f"{_PASSAGES} {which}", values).fetchall()
    texts = {row: entries.text(connection, row) for row in {found_row[-1] for found_row in found}}
    return [
        Passage(id_, Span(start, end), texts[row][start:end], language, Role(role), speaker, page)
        for id_, start, end, language, role, speaker, page, row in found
    ]
