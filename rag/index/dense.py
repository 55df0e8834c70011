"""Dense search: exact as long as that is fast, through the vector store where it is not.

What the store finds is only a list of candidates: they are scored again from the matrix, joined
by whatever still waits in the outbox. So a store that lags behind hides nothing, and both ways
give the same scores.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

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

_WIDER = (4, 16)  # candidates a hit, at the first and the second attempt
_LEFT_ALONE_S = 30.0  # a store that failed: it may keep every question waiting until it gives up

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """Rows that a store found, and the cosine of the last of them."""

    rowids: Rowids
    last: float


class _Failed(Exception):
    """The store failed, or did not answer; the library itself is as it was."""


class Dense:
    """Nearest passages by cosine; implements `ports.DenseIndex`.

    `store` may be set and unset at any time; without one every search is exact.
    """

    def __init__(
        self, database: Database, corpus: Corpus, matrix: Matrix, exact_limit: int
    ) -> None:
        self.store: VectorStore | None = None
        self._failed: tuple[VectorStore, float] | None = None
        self._database = database
        self._corpus = corpus
        self._matrix = matrix
        self._exact_limit = exact_limit

    def nearest(self, query: Vectors, depth: int, filters: Filters = Filters()) -> Ranking:
        """The `depth` nearest passages that the filters allow to one query, (dimensions,)."""
        return self.among(query, depth, self._corpus.select(filters))

    def among(self, query: Vectors, depth: int, selection: Selection) -> Ranking:
        """As `nearest`, with filters already resolved."""
        allowed = self._matrix.searchable() if selection.rowids is None else selection.rowids
        store = self._usable()
        if store is not None and len(allowed) > self._exact_limit:
            try:
                found = self._through(store, query, depth, allowed)
            except _Failed as failure:
                _LOG.warning("searching exactly, which is slower here: %s", failure)
                self._failed = store, time.monotonic()
            else:
                if found is not None:
                    return found
        return self._matrix.search(query, depth, selection.rowids)

    def _usable(self) -> VectorStore | None:
        """The store, unless it failed a moment ago."""
        if self.store is not None and self._failed is not None:
            store, since = self._failed
            if store is self.store and time.monotonic() - since < _LEFT_ALONE_S:
                return None
        return self.store

    def usual(self, query: Vectors) -> Mapping[str, float]:
        """A query's mean cosine to the passages of each language, which scores are above."""
        return self._matrix.usual(query)

    def _through(
        self, store: VectorStore, query: Vectors, depth: int, allowed: Rowids
    ) -> Ranking | None:
        """What the store leads to; None when only an exact search can be trusted.

        The store ranks by plain cosine, the matrix by cosine above the usual one of a passage's
        language. Nothing the store held back can still belong to the best when its last product,
        taken above the lowest usual one, is no better than the last of them (the stopping rule of
        Fagin, Lotem and Naor, Optimal aggregation algorithms for middleware, 2003).
        Raises _Failed.
        """
        with self._database.reading() as connection:
            waiting = np.intersect1d(outbox.waiting_rowids(connection), allowed)
        if len(waiting) > self._exact_limit or depth <= 0:
            return None
        lowest = min(self.usual(query).values(), default=0.0)
        share = len(allowed) / max(1, len(self._matrix.searchable()))
        for wider in _WIDER:
            near = self._asked(store, query, int(depth * wider / min(1.0, share)))
            found = np.intersect1d(near.rowids, allowed)
            best = self._matrix.search(query, depth, np.union1d(found, waiting))
            last = near.last * float(np.linalg.norm(query))
            if len(found) >= depth and last - lowest <= best.scores[-1]:
                return best
        return None

    def _asked(self, store: VectorStore, query: Vectors, wanted: int) -> _Near:
        try:
            near = store.nearest(query, wanted)
        except LibraryError as failure:
            raise _Failed(str(failure)) from failure
        with self._database.reading() as connection:
            rowids = keys.passage_rowids(connection, near.ids)
        return _Near(rowids, float(near.scores[-1]) if len(near.ids) == wanted else np.inf)
