"""What the mirror has yet to be told: passages whose place in it may differ from SQLite.

A row is written in the same transaction as the change it stands for, and removed after the store
has taken it. A kill in between leaves the row, and telling the store again changes nothing.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rag.index.database import Database
from rag.index.rowids import Rowids, fetched
from rag.index.vectors import unpacked
from rag.ports import VectorStore

_BATCH = 2_000


class _Row(NamedTuple):
    """One passage to tell about; without a vector it has to go."""

    sequence: int
    passage_id: str
    vector: bytes | None


def mark(connection: sqlite3.Connection, document: int) -> None:
    """Note that the passages of the document (its row) are to be looked at again."""
    connection.execute(
        "INSERT OR REPLACE INTO outbox (document_id, start_char, end_char) "
        "SELECT documents.id, start_char, end_char "
        "FROM passages JOIN documents ON documents.rowid = document "
        "WHERE document = ? ORDER BY passages.rowid",
        (document,),
    )


def waiting(connection: sqlite3.Connection) -> int:
    """How many passages the store has yet to be told about."""
    return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def waiting_rowids(connection: sqlite3.Connection) -> Rowids:
    """Rows of the searchable passages that the store may not know yet."""
    return fetched(
        connection,
        "SELECT searchable.rowid FROM outbox "
        "JOIN searchable USING (document_id, start_char, end_char)",
    )


def last(connection: sqlite3.Connection) -> int:
    """The number of the newest row."""
    return int(connection.execute("SELECT max(sequence) FROM outbox").fetchone()[0] or 0)


def forget(connection: sqlite3.Connection, upto: int) -> None:
    """Drop rows that the store has made good: those numbered up to `upto`.

    What was marked again meanwhile has got a higher number, and stays.
    """
    connection.execute("DELETE FROM outbox WHERE sequence <= ?", (upto,))


def drain(database: Database, store: VectorStore, batch: int = _BATCH) -> int:
    """Tell the store everything that waits; returns how many passages that were."""
    told = 0
    while rows := _next(database, batch):
        _tell(store, rows)
        with database.writing() as connection:
            forget(connection, rows[-1].sequence)
        told += len(rows)
    return told


def _next(database: Database, batch: int) -> list[_Row]:
    with database.reading() as connection:
        found = connection.execute(
            """
            SELECT sequence, document_id || ':' || start_char || '-' || end_char, (
                SELECT vector FROM searchable JOIN vectors USING (rowid)
                WHERE searchable.document_id = outbox.document_id
                  AND searchable.start_char = outbox.start_char
                  AND searchable.end_char = outbox.end_char
            )
            FROM outbox ORDER BY sequence LIMIT ?
            """,
            (batch,),
        )
        return [_Row(*row) for row in found]


def _tell(store: VectorStore, rows: list[_Row]) -> None:
    present = {row.passage_id: row.vector for row in rows if row.vector is not None}
    if present:
        store.upsert(list(present), unpacked(list(present.values())))
    gone = [row.passage_id for row in rows if row.vector is None]
    if gone:
        store.delete(gone)
