"""Dense search: exact as long as that is fast, through the vector store where it is not.

What the store finds is only a list of candidates: they are scored again from the matrix, joined
by whatever still waits in the outbox. So a store that lags behind hides nothing, and both ways
give the same scores.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import numpy as np

from rag.errors import LibraryError
from rag.index import keys, outbox
from rag.index.corpus import Corpus
from rag.index.database import Database
from rag.index.exact import Matrix
from rag.index.rowids import Rowids
from rag.index.selection import Selection
from rag.ports import Ranking, Vectors, VectorStore
from rag.records import Filters

_WIDER = 4  # candidates a hit: what the approximate graph misses near the top, it has further down
_MOST_CANDIDATES = 10_000

_LOG = logging.getLogger(__name__)


class Dense:
    """Nearest passages by cosine; implements `ports.DenseIndex`.

    `store` may be set and unset at any time; without one every search is exact.
    """

    def __init__(
        self, database: Database, corpus: Corpus, matrix: Matrix, exact_limit: int = 50_000
    ) -> None:
        self.store: VectorStore | None = None
        self._database = database
        self._corpus = corpus
        self._matrix = matrix
        self._exact_limit = exact_limit

    def nearest(self, query: Vectors, depth: int, filters: Filters = Filters()) -> Ranking:
        """The `depth` nearest passages that the filters allow to one unit query, (dimensions,)."""
        return self.among(query, depth, self._corpus.select(filters))

    def among(self, query: Vectors, depth: int, selection: Selection) -> Ranking:
        """As `nearest`, with filters already resolved."""
        allowed = self._matrix.searchable() if selection.rowids is None else selection.rowids
        scored = selection.rowids
        if self.store is not None and len(allowed) > self._exact_limit:
            candidates = self._candidates(self.store, query, depth, allowed)
            scored = scored if candidates is None else candidates
        return self._matrix.search(query, depth, scored)

    def usual(self, query: Vectors) -> Mapping[str, float]:
        """A query's mean cosine to the passages of each language, which scores are above."""
        return self._matrix.usual(query)

    def mean(self) -> Vectors:
        """The mean of all searchable vectors, (dimensions,) float32; zeros in an empty library."""
        return self._matrix.mean()

    def _candidates(
        self, store: VectorStore, query: Vectors, depth: int, allowed: Rowids
    ) -> Rowids | None:
        """Rows worth scoring, rising; None when only an exact search can be trusted."""
        with self._database.reading() as connection:
            waiting = np.intersect1d(outbox.waiting_rowids(connection), allowed)
        share = len(allowed) / max(1, len(self._matrix.searchable()))
        wanted = int(depth * _WIDER / min(1.0, share))
        while len(waiting) <= self._exact_limit and wanted <= _MOST_CANDIDATES:
            try:
                near = store.nearest(query, wanted)
            except LibraryError as failure:
                _LOG.warning("searching exactly, which is slower here: %s", failure)
                return None
            with self._database.reading() as connection:
                found = np.intersect1d(keys.passage_rowids(connection, near.ids), allowed)
            if len(found) >= depth:
                return np.union1d(found, waiting)
            wanted = wanted * _WIDER if len(near.ids) == wanted else _MOST_CANDIDATES + 1
        return None
