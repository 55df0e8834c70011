"""A vector store in memory, exact and gone with its process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.index import ranking
from rag.ports import Ranking, Vectors


class MemoryStore:
    """Implements `ports.VectorStore` with a dictionary and NumPy."""

    def __init__(self) -> None:
        self._rows: dict[str, Vectors] = {}

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        self._rows.update(zip(ids, unit, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for passage_id in ids:
            self._rows.pop(passage_id, None)

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        """The `depth` best ids for one query row of shape (dimensions,); scores are cosines."""
        if not self._rows:
            return Ranking((), np.zeros(0, dtype=np.float32))
        ids = list(self._rows)
        scores = np.stack(list(self._rows.values())) @ (query / np.linalg.norm(query))
        best = ranking.best(scores, depth)
        return Ranking(tuple(ids[place] for place in best), scores[best])

    def count(self) -> int:
        return len(self._rows)

    def close(self) -> None:
        """Nothing to let go of."""
