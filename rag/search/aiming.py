"""Vectors of questions without half of what all questions of their language have in common.

An encoder of questions and passages puts some passages, such as bylines and headlines, near
questions as such, so that they come up whatever is asked (hubs: Radovanović, Nanopoulos and
Ivanović, JMLR 2010), most of all where question and passage are in two languages. A score that is
centred on the questions too does not reward that (Suzuki et al., "Centering similarity measures to
reduce hubs", EMNLP 2013). What questions have in common is read off twenty of them in each of five
languages, so it needs no data of a library and holds for any embedder.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.ports import Embedder, Vectors
from rag.search.remembering import Around
from rag.text import language
from rag.text.lexicon import table

SHARE = 0.5
"""How much of it is taken away; what comes of other shares is in benchmarks/quality.md."""


class Aiming(Around):
    """An embedder whose questions are aimed at what they ask; safe to share by threads.

    Their rows are no unit rows: their products with passages keep the scale of cosines. `share`
    is how much is taken away of what a language's questions have in common.
    """

    def __init__(self, embedder: Embedder, share: float = SHARE) -> None:
        super().__init__(embedder)
        self._share = np.float32(share)
        self._usual: dict[str, Vectors] = {}

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32, row i belongs to texts[i]."""
        rows = self._embedder.embed_queries(texts)
        if not texts:
            return rows
        usual = np.stack([self._usual_of(language.detect(text)) for text in texts])
        aimed: Vectors = rows - self._share * usual
        return aimed

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_passages(texts)

    def _usual_of(self, asked_in: str) -> Vectors:
        """The mean vector of a language's questions; of a language without any, that of all."""
        questions = table("usual_questions")
        if asked_in not in questions:
            all_of_them: Vectors = np.mean([self._usual_of(each) for each in questions], axis=0)
            return all_of_them
        if asked_in not in self._usual:
            self._usual[asked_in] = self._embedder.embed_queries(questions[asked_in]).mean(axis=0)
        return self._usual[asked_in]
