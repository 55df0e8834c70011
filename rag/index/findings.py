"""The single looks that make up an examination of a library, each at one thing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from rag.index import derived, live, means, outbox, passages, terms
from rag.index.database import Database
from rag.index.exact import Matrix
from rag.index.meta import Meta

_MEND = "run `footnote doctor --mend`"
_BACKUP = "put a backup in its place (`footnote restore`)"
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `detail` says what was found, `way_out` what to do when not `ok`."""

    name: str
    ok: bool
    detail: str
    way_out: str = ""


def found(name: str, faults: list[str], fine: str, way_out: str = _MEND) -> Finding:
    """A finding that is fine when there are no faults."""
    return Finding(name, not faults, "; ".join(faults) or fine, way_out if faults else "")


def database(connection: sqlite3.Connection) -> Finding:
    """Whether SQLite's own structures hold together."""
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults = [fault for fault in faults if fault != "ok"]
    faults += [f"{len(strays)} rows belong to nothing"] if strays else []
    return found("database", faults, "whole", _BACKUP)


def documents(connection: sqlite3.Connection) -> Finding:
    """Whether documents have the passages they count, inside their texts, each with a vector."""
    faults = []
    for fault, query in _DOCUMENT_FAULTS.items():
        (count,) = connection.execute(query).fetchone()
        faults += [f"{count} {fault}"] if count else []
    (ready,) = connection.execute("SELECT count(*) FROM documents WHERE state = 'ready'").fetchone()
    (searchable,) = connection.execute("SELECT count(*) FROM searchable").fetchone()
    return found("documents", faults, f"{ready} with {searchable} passages to search", _BACKUP)


_DOCUMENT_FAULTS = {
    "documents without their text": """
        SELECT count(*) FROM documents WHERE rowid NOT IN (SELECT document FROM contents)
    """,
    "documents with passages missing": """
        SELECT count(*) FROM documents WHERE passages <> (
            SELECT count(*) FROM passages WHERE document = documents.rowid
        )
    """,
    "passages outside their text": """
        SELECT count(*) FROM passages JOIN documents ON documents.rowid = document
        WHERE start_char < 0 OR end_char < start_char OR end_char > characters
    """,
    "passages without a vector": """
        SELECT count(*) FROM passages WHERE rowid NOT IN (SELECT rowid FROM vectors)
    """,
    "vectors of another size than the model's": """
        SELECT count(*) FROM vectors WHERE length(vector) <> 4 * (
            SELECT value FROM meta WHERE name = 'dimensions'
        )
    """,
}


def lexical(connection: sqlite3.Connection, words: terms.Words) -> Finding:
    """Whether the full-text index holds exactly the current passages, cut by today's rules."""
    faults = []
    if Meta(connection).words != str(words.VERSION):
        faults.append(f"terms are of version {Meta(connection).words}, not {words.VERSION}")
    connection.execute("INSERT INTO terms (terms) VALUES ('integrity-check')")
    (astray,) = connection.execute(_ASTRAY).fetchone()
    if astray:
        faults.append(f"{astray} passages are indexed and should not be, or the other way round")
    elif not faults and (differing := _cut_otherwise(connection, words)):
        faults.append(f"{differing} of {_SAMPLE} documents looked at would now be cut otherwise")
    return found("terms", faults, "complete")


_CURRENT = """
    SELECT passages.rowid FROM passages JOIN documents ON documents.rowid = document
    WHERE state = 'ready'
"""
_ASTRAY = f"""
    SELECT (SELECT count(*) FROM ({_CURRENT}) WHERE rowid NOT IN (SELECT id FROM terms_docsize))
         + (SELECT count(*) FROM terms_docsize WHERE id NOT IN ({_CURRENT}))
"""


def _cut_otherwise(connection: sqlite3.Connection, words: terms.Words) -> int:
    rows = connection.execute("SELECT rowid FROM documents WHERE state = 'ready'").fetchall()
    differing = 0
    for (document,) in rows[:: max(1, len(rows) // _SAMPLE)][:_SAMPLE]:
        _, stored = live.stored_terms(connection, document)
        fresh = terms.cut(words, passages.of_document(connection, document))
        differing += stored.bodies != fresh.bodies
    return differing


def kin(connection: sqlite3.Connection) -> Finding:
    """Whether twins and copies are kept of the documents that have them, and of no others."""
    faults = []
    if Meta(connection).kin != derived.KIN_VERSION:
        faults.append(f"found by rules {Meta(connection).kin}, not {derived.KIN_VERSION}")
    for fault, query in _KIN_FAULTS.items():
        (count,) = connection.execute(query).fetchone()
        faults += [f"{count} {fault}"] if count else []
    (copied,) = connection.execute("SELECT count(*) / 2 FROM copies").fetchone()
    (twins,) = connection.execute("SELECT count(*) / 2 FROM twins").fetchone()
    return found("kin", faults, f"{twins} pairs of twins, {copied} of copies")


_KIN_FAULTS = {
    "sketches of documents that cannot be found": """
        SELECT count(*) FROM sketches WHERE document NOT IN (
            SELECT rowid FROM documents WHERE state = 'ready'
        )
    """,
    "fingerprints of no sketch": """
        SELECT count(*) FROM fingerprints WHERE document NOT IN (SELECT document FROM sketches)
    """,
    "copies kept one way only": """
        SELECT count(*) FROM copies AS there WHERE NOT EXISTS (
            SELECT 1 FROM copies WHERE document = there.other AND other = there.document
        )
    """,
    "twins kept one way only": """
        SELECT count(*) FROM twins AS there WHERE NOT EXISTS (
            SELECT 1 FROM twins WHERE passage = there.twin AND twin = there.passage
        )
    """,
}


def mean(connection: sqlite3.Connection) -> Finding:
    """Whether the sums of vectors that are kept are the sums of the vectors that are there."""
    kept, counted = means.stored(connection), means.added_up(connection)
    size = Meta(connection).embedding.dimensions
    same = kept.keys() == counted.keys() and all(
        part.count == counted[language].count
        and np.allclose(part.mean(size), counted[language].mean(size), atol=1e-6)
        for language, part in kept.items()
    )
    return found("mean", [] if same else ["is not that of the vectors"], "right")


def matrix(of: Database) -> Finding:
    """Whether the matrix file copies SQLite truly; it may lag behind."""
    copied = Matrix(of)
    wrong = copied.faults()
    faults = [f"{wrong} rows differ from the database"] if wrong else []
    faults += ["something else lies where its file belongs"] if copied.obstructed() else []
    return found("matrix", faults, "true")


def waiting(connection: sqlite3.Connection) -> Finding:
    """How much the vector store has yet to be told."""
    return Finding("outbox", True, f"{outbox.waiting(connection)} passages wait for the store")
