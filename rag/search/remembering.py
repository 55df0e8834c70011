"""An embedder that remembers: searching and reading meet the same questions and sentences again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from rag.ports import Embedder, Vectors

MOST_TEXTS = 16_384
"""About 30 MB of sentences with 384 numbers each."""


class Around:
    """Stands around an embedder and is it in all but how texts become vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    @property
    def max_tokens(self) -> int:
        return self._embedder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)


class Remembering(Around):
    """The vectors of the texts last embedded are kept; safe to share by threads.

    A text's vector is that of the first time, whatever it is embedded with later.
    """

    def __init__(self, embedder: Embedder, most_texts: int = MOST_TEXTS) -> None:
        super().__init__(embedder)
        self._queries = _Memory(embedder.embed_queries, most_texts)
        self._passages = _Memory(embedder.embed_passages, most_texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._passages(texts)


class _Memory:
    """The rows of the texts used last; the one not used for longest is forgotten first."""

    def __init__(self, embed: Callable[[Sequence[str]], Vectors], most: int) -> None:
        self._embed = embed
        self._most = most
        self._rows: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return self._embed(texts)
        known = self._recalled(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        fresh = dict(zip(missing, self._embed(missing), strict=True)) if missing else {}
        self._keep(fresh)
        rows = {**known, **fresh}
        return np.stack([rows[text] for text in texts])

    def _recalled(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            known = [text for text in dict.fromkeys(texts) if text in self._rows]
            for text in known:
                self._rows.move_to_end(text)
            return {text: self._rows[text] for text in known}

    def _keep(self, fresh: dict[str, Vectors]) -> None:
        with self._lock:
            self._rows.update((text, row.copy()) for text, row in fresh.items())
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)
