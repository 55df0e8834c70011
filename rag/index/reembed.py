"""Computing every vector again with another model, beside the old ones until all are there.

New vectors are kept batch by batch, so that a run that was killed goes on where it stopped. One
transaction then puts them all in the place of the old ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.errors import LibraryError
from rag.index import derived, passages
from rag.index.database import Database
from rag.index.meta import Embedding, Meta
from rag.index.vectors import packed
from rag.ports import Vectors
from rag.records import Passage

Embed = Callable[[Sequence[Passage]], Vectors]

_BATCH = 256

_LACKING = """
    SELECT document, count(*) FROM passages
    WHERE NOT EXISTS (SELECT 1 FROM next_vectors WHERE next_vectors.rowid = passages.rowid)
    GROUP BY document ORDER BY document
"""


@dataclass(frozen=True, slots=True)
class Reembedded:
    """How far it has come, in passages."""

    done: int
    total: int


def reembed(
    database: Database, embedder: str, dimensions: int, embed: Embed
) -> Iterator[Reembedded]:
    """Give every passage a vector made by `embed`, behind which stands the model `embedder`.

    `embed` returns (n, dimensions) float32, unit rows. Until the last step the library answers
    with its old vectors. The write lock must be held throughout.
    """
    _begin(database, f"{embedder} {dimensions}")
    with database.reading() as connection:
        lacking = connection.execute(_LACKING).fetchall()
        (total,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    done = total - sum(count for _, count in lacking)
    for documents in _batches(lacking):
        with database.reading() as connection:
            found = [p for row in documents for p in passages.of_document(connection, row)]
        vectors = embed(found)
        with database.writing() as connection:
            _keep(connection, documents, vectors)
        done += len(found)
        yield Reembedded(done, total)
    with database.writing() as connection:
        _swap(connection, embedder, dimensions)


def _begin(database: Database, model: str) -> None:
    with database.writing() as connection:
        meta = Meta(connection)
        if meta.next_embedder != model:
            connection.execute("DELETE FROM next_vectors")
            meta.set_next_embedder(model)


def _batches(lacking: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Documents (their rows) by so many that their passages fill a batch."""
    batch, size = [], 0
    for document, count in lacking:
        batch.append(document)
        size += count
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _keep(connection: sqlite3.Connection, documents: Sequence[int], vectors: Vectors) -> None:
    rowids = [
        rowid
        for document in documents
        for (rowid,) in connection.execute(
            "SELECT rowid FROM passages WHERE document = ? ORDER BY rowid", (document,)
        )
    ]
    connection.executemany(
        "INSERT OR REPLACE INTO next_vectors (rowid, vector) VALUES (?, ?)",
        zip(rowids, packed(vectors), strict=True),
    )


def _swap(connection: sqlite3.Connection, embedder: str, dimensions: int) -> None:
    if connection.execute(_LACKING).fetchone():
        raise LibraryError("documents were added meanwhile: run `footnote reindex --embed` again")
    connection.execute("DELETE FROM vectors")
    connection.execute("INSERT INTO vectors SELECT rowid, vector FROM next_vectors")
    connection.execute("DELETE FROM next_vectors")
    meta = Meta(connection)
    meta.set_next_embedder(None)
    meta.set_embedding(Embedding(embedder, dimensions, meta.embedding.generation + 1))
    derived.remake_sums(connection)
