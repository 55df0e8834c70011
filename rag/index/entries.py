"""Documents as rows of SQLite: their entries, texts and blocks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from rag.index import rows
from rag.index.meta import Meta
from rag.records import Document, DocumentEntry

# With the reader's edits beside what was read.
_ENTRY = """
    SELECT documents.id, documents.source, documents.provenance, provenance_edits.provenance,
           documents.passages, documents.characters, documents.state, documents.problems,
           documents.original, documents.added,
           EXISTS (SELECT 1 FROM outbox WHERE outbox.document_id = documents.id),
           (SELECT json_group_array(source) FROM (
               SELECT others.source FROM copies JOIN documents AS others ON others.rowid = other
               WHERE copies.document = documents.rowid ORDER BY others.source
           ))
    FROM documents LEFT JOIN provenance_edits ON provenance_edits.source = documents.source
"""


def entry(connection: sqlite3.Connection, document: int) -> DocumentEntry:
    """The entry of one document (its row)."""
    found = connection.execute(f"{_ENTRY} WHERE documents.rowid = ?", (document,)).fetchone()
    return _entry(found, mirrored=Meta(connection).mirrored)


def entries(connection: sqlite3.Connection, *, current: bool) -> list[DocumentEntry]:
    """All entries in the order of sources, the versions of one by age; or the `current` ones."""
    where = "WHERE documents.state = 'ready'" if current else ""
    mirrored = Meta(connection).mirrored
    found = connection.execute(f"{_ENTRY} {where} ORDER BY documents.source, documents.rowid")
    return [_entry(row, mirrored=mirrored) for row in found]


def with_ids(connection: sqlite3.Connection, ids: Iterable[str]) -> list[DocumentEntry]:
    """The entries of the documents with these ids, as far as they are known."""
    mirrored = Meta(connection).mirrored
    found = connection.execute(
        f"{_ENTRY} WHERE documents.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return [_entry(row, mirrored=mirrored) for row in found]


def versions(connection: sqlite3.Connection, document: int) -> list[DocumentEntry]:
    """The entries of the other versions of a document's source (its row), oldest first."""
    mirrored = Meta(connection).mirrored
    found = connection.execute(
        f"{_ENTRY} WHERE documents.rowid <> ?1 AND documents.source = "
        "(SELECT source FROM documents WHERE rowid = ?1) ORDER BY documents.added, documents.rowid",
        (document,),
    )
    return [_entry(row, mirrored=mirrored) for row in found]


def text(connection: sqlite3.Connection, document: int) -> str:
    """The canonical text of a document (its row)."""
    found = connection.execute("SELECT text FROM contents WHERE document = ?", (document,))
    return str(found.fetchone()[0])


def document(connection: sqlite3.Connection, row: int) -> Document:
    """A whole document by its row."""
    listed = entry(connection, row)
    (blocks,) = connection.execute(
        "SELECT blocks FROM contents WHERE document = ?", (row,)
    ).fetchone()
    return Document(
        id=listed.id,
        source=listed.source,
        text=text(connection, row),
        provenance=listed.provenance,
        blocks=tuple(rows.block(values) for values in json.loads(blocks)),
        original=listed.original,
        problems=listed.problems,
    )


def _entry(row: tuple[Any, ...], *, mirrored: bool) -> DocumentEntry:
    id_, source, read, edits, passages, characters, state, problems, original, added, *more = row
    waiting, copies = more
    return DocumentEntry(
        id=id_,
        source=source,
        provenance=rows.provenance(read, edits),
        passages=passages,
        characters=characters,
        state="indexing" if state == "ready" and mirrored and waiting else state,
        problems=tuple(json.loads(problems)),
        original=original,
        added=added,
        copies=tuple(json.loads(copies)),
    )
