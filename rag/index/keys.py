"""Finding documents by what a person calls them, and passages by their ids."""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from rag.errors import NotInLibrary
from rag.index.rowids import Rowids, listed
from rag.records import Span

ANY = ("ready", "removed", "replaced")
LATEST = ("ready", "removed")
CURRENT = ("ready",)
REMOVED = ("removed",)

_IS_NOT = {
    "removed": "was removed (it can be restored for seven days)",
    "replaced": "is an old version",
    "ready": "was not removed",
}


def document_row(connection: sqlite3.Connection, key: str, states: Sequence[str] = ANY) -> int:
    """Row of the document with the id `key`, or of the latest version of the source `key`.

    Raises NotInLibrary when there is none, naming the sources nearest to `key`, or when it is in
    none of the `states`.
    """
    found = connection.execute(
        "SELECT rowid, state FROM documents "
        "WHERE id = ?1 OR (source = ?1 AND state <> 'replaced') ORDER BY id = ?1 DESC LIMIT 1",
        (key,),
    ).fetchone()
    if found is None:
        raise NotInLibrary(f'no document "{key}" in the library{_suggestion(connection, key)}')
    row, state = found
    if state not in states:
        raise NotInLibrary(f'the document "{key}" {_IS_NOT[state]}')
    return int(row)


def parsed(passage_id: str) -> tuple[str, Span] | None:
    """The document id and span that make up a passage id; None for anything else."""
    document_id, colon, stretch = passage_id.rpartition(":")
    start, dash, end = stretch.partition("-")
    if not (colon and dash and start.isdecimal() and end.isdecimal() and int(start) <= int(end)):
        return None
    return document_id, Span(int(start), int(end))


def passage_rowids(connection: sqlite3.Connection, ids: Sequence[str]) -> Rowids:
    """Rows of the passages in the order of `ids`; those no longer searchable are left out."""
    wanted = [
        [place, document_id, span.start, span.end]
        for place, known in enumerate(map(parsed, ids))
        if known is not None
        for document_id, span in [known]
    ]
    found = connection.execute(
        """
        SELECT passages.rowid FROM json_each(?) AS wanted
        JOIN documents ON documents.id = wanted.value ->> 1 AND documents.state = 'ready'
        JOIN passages ON passages.document = documents.rowid
            AND start_char = wanted.value ->> 2 AND end_char = wanted.value ->> 3
        ORDER BY wanted.value ->> 0
        """,
        (json.dumps(wanted),),
    )
    return np.fromiter((rowid for (rowid,) in found), dtype=np.int64)


def passage_ids(connection: sqlite3.Connection, rowids: Rowids) -> dict[int, str]:
    """Ids of those of the passages that are still stored, by their rows."""
    found = connection.execute(
        """
        SELECT passages.rowid, documents.id || ':' || start_char || '-' || end_char
        FROM json_each(?) AS wanted
        JOIN passages ON passages.rowid = wanted.value
        JOIN documents ON documents.rowid = document
        """,
        (listed(rowids),),
    )
    return dict(found.fetchall())


def _suggestion(connection: sqlite3.Connection, key: str) -> str:
    sources = [
        source
        for (source,) in connection.execute("SELECT source FROM documents WHERE state = 'ready'")
    ]
    sharing = [source for source in sources if key.casefold() in source.casefold()]
    near = list(dict.fromkeys(sharing[:3] + difflib.get_close_matches(key, sources, n=3)))[:3]
    if not near:
        return "; `footnote sources` lists them"
    return "; did you mean " + " or ".join(f'"{source}"' for source in near) + "?"
