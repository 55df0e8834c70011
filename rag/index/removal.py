"""Removing documents: at once from every search, for good once the time to undo has lapsed."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from rag.index import edits, live, terms
from rag.index.meta import Meta

UNDO = timedelta(days=7)


def take_out(connection: sqlite3.Connection, document: int, now: datetime) -> None:
    """Make a document (its row) unfindable; until `UNDO` has passed it can be put back."""
    live.leave(connection, document)
    connection.execute(
        "UPDATE documents SET state = 'removed', removed = ? WHERE rowid = ?",
        (stamp(now), document),
    )


def put_back(connection: sqlite3.Connection, document: int) -> None:
    """Undo `take_out`: nothing has to be read or embedded again."""
    connection.execute(
        "UPDATE documents SET state = 'ready', removed = NULL WHERE rowid = ?", (document,)
    )
    live.enter(connection, document)


def lapsed(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Sources whose removal can no longer be undone."""
    found = connection.execute(
        "SELECT source FROM documents WHERE state = 'removed' AND removed <= ? ORDER BY source",
        (stamp(now - UNDO),),
    )
    return [source for (source,) in found]


def erase(connection: sqlite3.Connection, sources: list[str]) -> tuple[str, ...]:
    """Delete sources for good: every version's text, the vectors, terms and edits.

    Returns the originals that no document refers to any more.
    """
    originals: set[str] = set()
    for source in sources:
        originals |= _erase(connection, source)
    if sources:
        terms.merge(connection)
        Meta(connection).ask_for_new_matrix()
    return tuple(sorted(sha for sha in originals if sha and not _referred_to(connection, sha)))


def _erase(connection: sqlite3.Connection, source: str) -> set[str]:
    versions = connection.execute(
        "SELECT rowid, state, original FROM documents WHERE source = ?", (source,)
    ).fetchall()
    for document, state, _ in versions:
        if state == "ready":
            live.leave(connection, document)
    connection.execute("DELETE FROM documents WHERE source = ?", (source,))
    edits.forget(connection, source)
    return {original for _, _, original in versions}


def _referred_to(connection: sqlite3.Connection, original: str) -> bool:
    found = connection.execute("SELECT 1 FROM documents WHERE original = ? LIMIT 1", (original,))
    return found.fetchone() is not None


def stamp(moment: datetime) -> str:
    """A moment in UTC as stored: ISO 8601 to the second, so that text sorts by time."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
