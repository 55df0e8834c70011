"""Storing a document: everything that makes it up goes in by one transaction, or not at all."""

from __future__ import annotations

import sqlite3

from rag.errors import LibraryError
from rag.index import derived, edits, live, rows, terms
from rag.index.intake import Intake
from rag.index.meta import Meta
from rag.index.vectors import packed
from rag.records import IngestOutcome


def store(
    connection: sqlite3.Connection, intake: Intake, words: terms.Words, added: str
) -> IngestOutcome:
    """Store the document and make it findable; the version it replaces leaves the live index.

    The same document read the same way changes nothing. `added` is the time, ISO 8601.
    Raises LibraryError for vectors of another size than the library's.
    """
    _check_size(connection, intake)
    if _is_stored(connection, intake):
        _set_root(connection, intake)
        return IngestOutcome.UNCHANGED
    replaced = _retire(connection, intake.document.source)
    document = _put_document(connection, intake, added)
    _put_passages(connection, document, intake, words)
    edits.apply(connection, document, words)
    derived.put_twins(connection, document)
    live.enter(connection, document)
    return IngestOutcome.UPDATED if replaced else IngestOutcome.ADDED


def _is_stored(connection: sqlite3.Connection, intake: Intake) -> bool:
    found = connection.execute(
        "SELECT reading FROM documents WHERE id = ? AND state = 'ready'", (intake.document.id,)
    ).fetchone()
    return found is not None and found[0] == intake.reading


def _check_size(connection: sqlite3.Connection, intake: Intake) -> None:
    embedding = Meta(connection).embedding
    size = intake.vectors.shape[1]
    if intake.passages and embedding.name and size != embedding.dimensions:
        raise LibraryError(
            f"the library holds vectors of {embedding.dimensions} numbers made by "
            f"{embedding.name}, not of {size}: run `footnote reindex --embed` after changing models"
        )


def _set_root(connection: sqlite3.Connection, intake: Intake) -> None:
    connection.execute(
        "UPDATE documents SET root = ? WHERE id = ? AND root <> ?",
        (intake.root, intake.document.id, intake.root),
    )


def _retire(connection: sqlite3.Connection, source: str) -> bool:
    """Make the source's version an old one that keeps only its text; whether it was current."""
    found = connection.execute(
        "SELECT rowid, state FROM documents WHERE source = ? AND state <> 'replaced'", (source,)
    ).fetchone()
    if found is None:
        return False
    document, state = found
    if state == "ready":
        live.leave(connection, document)
    connection.execute("DELETE FROM passages WHERE document = ?", (document,))
    connection.execute("UPDATE contents SET terms = NULL WHERE document = ?", (document,))
    connection.execute(
        "UPDATE documents SET state = 'replaced', removed = NULL, passages = 0, first_passage = 0 "
        "WHERE rowid = ?",
        (document,),
    )
    return bool(state == "ready")


def _put_document(connection: sqlite3.Connection, intake: Intake, added: str) -> int:
    document = intake.document
    values = {
        "id": document.id,
        "source": document.source,
        "root": intake.root,
        "state": "ready",
        "reading": intake.reading,
        "original": document.original,
        "reader_version": intake.reader_version,
        "provenance": rows.dumped(rows.provenance_values(document.provenance)),
        "problems": rows.dumped(document.problems),
        "characters": len(document.text),
        "added": added,
    }
    names = ", ".join(values)
    kept = ", ".join(f"{name} = excluded.{name}" for name in values)
    # A text that comes back takes up its old row again: saved citations know it by the same id.
    (row,) = connection.execute(
        f"INSERT INTO documents ({names}) VALUES ({', '.join('?' * len(values))}) "
        f"ON CONFLICT (id) DO UPDATE SET {kept} RETURNING rowid",
        tuple(values.values()),
    ).fetchone()
    return int(row)


def _put_passages(
    connection: sqlite3.Connection, document: int, intake: Intake, words: terms.Words
) -> None:
    first = _next_passage(connection)
    numbered = list(enumerate(intake.passages, start=first))
    connection.execute(
        "UPDATE documents SET passages = ?, first_passage = ? WHERE rowid = ?",
        (len(numbered), first, document),
    )
    connection.execute(
        "INSERT OR REPLACE INTO contents (document, text, blocks, terms) VALUES (?, ?, ?, ?)",
        (
            document,
            intake.document.text,
            rows.dumped([rows.block_values(block) for block in intake.document.blocks]),
            terms.cut(words, intake.passages).packed(),
        ),
    )
    connection.executemany(
        "INSERT INTO passages (rowid, document, start_char, end_char, language, role, role_read, "
        "speaker, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (row, document, p.span.start, p.span.end, p.language, p.role, p.role, p.speaker, p.page)
            for row, p in numbered
        ],
    )
    connection.executemany(
        "INSERT INTO vectors (rowid, vector) VALUES (?, ?)",
        zip((row for row, _ in numbered), packed(intake.vectors), strict=True),
    )


def _next_passage(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    return (found[0] if found else 0) + 1
