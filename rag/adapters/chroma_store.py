"""One collection of Chroma behind `ports.VectorStore`.

Chroma is given ids and vectors and nothing else. It is never asked to filter, and never shown a
document: both cost it dearly, and SQLite does both better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryDamaged, LibraryError
from rag.ports import Ranking, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

SERVER_WAY_OUT = "Start it with `chroma run`, or unset FOOTNOTE_CHROMA"

_BATCH = 4_000
_SAME = 1e-6

# Chroma's own graph, searched ten times as far: embeddings of one subject lie close together.
# Of 100,000 vectors that finds 0.998 of the nearest ten, in 5 ms instead of 2.
_SEARCHED = 1_000
_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "ef_search": _SEARCHED}


class ChromaStore:
    """One collection; implements `ports.VectorStore`. Its openers make it."""

    def __init__(self, client: Client, collection: str, name: str) -> None:
        self._client = client
        self._name = name
        self._collection: Collection | None = None
        try:
            with translated(name):
                self._collection = client.get_or_create_collection(
                    collection, embedding_function=None, configuration={"hnsw": _GRAPH}
                )
                _search_as_far(self._collection)
        except BaseException:
            with suppress(LibraryError), translated(name):
                client.close()  # or the damaged files stay open, and open for the next as well
            raise

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        last = {passage_id: row for row, passage_id in enumerate(ids)}
        for some in _batched(last, _BATCH):
            rows = vectors[[last[passage_id] for passage_id in some]]
            with self._open() as collection:
                new = np.flatnonzero(~_held(collection, some, rows))
                if len(new):
                    collection.upsert(ids=[some[row] for row in new], embeddings=rows[new])

    def delete(self, ids: Sequence[str]) -> None:
        for some in _batched(ids, _BATCH):
            with self._open() as collection:
                collection.delete(ids=some)

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        """The `depth` best ids for one query row of shape (dimensions,); scores are cosines."""
        if depth <= 0:
            return Ranking((), np.zeros(0, dtype=np.float32))
        with self._open() as collection:
            found = collection.query(
                query_embeddings=query[np.newaxis], n_results=depth, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return Ranking(tuple(found["ids"][0]), 1 - np.asarray(distances, dtype=np.float32))

    def count(self) -> int:
        with self._open() as collection:
            return collection.count()

    def close(self) -> None:
        """Let go of the collection; closing twice is once."""
        if self._collection is not None:
            self._collection = None
            with translated(self._name):
                self._client.close()

    @contextmanager
    def _open(self) -> Iterator[Collection]:
        if self._collection is None:
            raise LibraryError(f"{self._name} was closed")
        with translated(self._name):
            yield self._collection


def _search_as_far(collection: Collection) -> None:
    """Let a collection made with another reach be searched like a new one, from its opening on."""
    graph = collection.configuration_json.get("hnsw") or {}
    if graph.get("ef_search") != _SEARCHED:
        collection.modify(configuration={"hnsw": {"ef_search": _SEARCHED}})


def _held(collection: Collection, ids: list[str], rows: Vectors) -> NDArray[np.bool_]:
    """Which of the vectors the collection already has under these ids: (n,) bool.

    Asking costs little; being given them again costs Chroma ten times what a new vector does.
    """
    held = np.zeros(len(ids), dtype=bool)
    known = collection.get(ids=ids, include=[])["ids"]
    if known:
        found = collection.get(ids=known, include=["embeddings"])
        places = {passage_id: row for row, passage_id in enumerate(ids)}
        there = [places[passage_id] for passage_id in found["ids"]]
        stored = np.asarray(found["embeddings"], dtype=np.float32)
        held[there] = np.isclose(stored, rows[there], atol=_SAME).all(axis=1)
    return held


def _batched(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """The ids in their order, by up to `size` at a time."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what Chroma raises into the library's own errors; programming mistakes pass through."""
    try:
        yield
    except BaseException as error:
        meaning = _meaning(error, name)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: BaseException, name: str) -> LibraryError | None:
    import httpx
    from chromadb.errors import ChromaError

    if isinstance(error, httpx.HTTPError):
        return LibraryError(f"{name} does not answer ({error}). {SERVER_WAY_OUT}")
    # A panic of the Rust code arrives as a BaseException of a module that cannot be imported;
    # what a server says of itself in no known words arrives as a bare Exception.
    panicked = type(error).__module__ == "pyo3_runtime"
    if isinstance(error, ChromaError) or panicked or type(error) is Exception:
        return LibraryDamaged(f"{name} fails ({error}): `footnote reindex` builds it anew")
    return None


def settings() -> Settings:
    """Chroma's settings for every client: nothing is reported to anybody."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
