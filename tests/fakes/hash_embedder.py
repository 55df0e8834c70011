"""An embedder that works without a model: texts that share words are near each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from rag.ports import Vectors


class HashEmbedder:
    """The unit sum of one random direction a word, each drawn from the word's hash.

    Queries and passages are embedded alike. A text without words is a word of its own.
    """

    max_tokens = 512

    def __init__(self, dimensions: int = 384) -> None:
        self.dimensions = dimensions
        self.name = f"hash:words@{dimensions}"

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            words = _words(text)[: self.max_tokens] or [""]
            total = np.sum([self._direction(word) for word in words], axis=0)
            vectors[row] = total / np.linalg.norm(total)
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) for text in texts]

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8])
        direction = np.random.default_rng(seed).standard_normal(self.dimensions)
        return direction.astype(np.float32)


def _words(text: str) -> list[str]:
    """Runs of letters and digits; a script without spaces gives a word for each character."""
    return re.findall(r"[\u3040-\u9fff]|[^\W_\u3040-\u9fff]+", text.lower())
