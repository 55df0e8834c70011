"""How much there is to search."""

from __future__ import annotations

import sqlite3

from rag.index.rowids import listed
from rag.index.selection import Selection
from rag.records import Searched


def searched(connection: sqlite3.Connection, selection: Selection) -> Searched:
    """Documents and passages of a selection, and its languages, the most frequent first."""
    query, values = _query(selection)
    counts = connection.execute(
        f"WITH chosen AS ({query}) SELECT language, count(*) FROM chosen "
        "GROUP BY language ORDER BY 2 DESC, 1",
        values,
    ).fetchall()
    (documents,) = connection.execute(
        f"SELECT count(DISTINCT document) FROM ({query})", values
    ).fetchone()
    return Searched(
        documents=documents,
        passages=sum(count for _, count in counts),
        languages=tuple(language for language, _ in counts if language != "und"),
        undated=selection.undated,
    )


def _query(selection: Selection) -> tuple[str, tuple[str, ...]]:
    if selection.rowids is None:
        return "SELECT document, language FROM searchable", ()
    among = (
        "SELECT document, language FROM json_each(?) AS chosen "
        "JOIN passages ON passages.rowid = chosen.value"
    )
    return among, (listed(selection.rowids),)
