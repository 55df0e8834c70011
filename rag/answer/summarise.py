"""Summarises one document in its own words: its most central sentences, in reading order.

Centrality is closeness to the mean of all sentence vectors, thinned by maximal marginal relevance
(Carbonell and Goldstein, SIGIR 1998), so that the sentences chosen say different things.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.answer.tie import Embed
from rag.records import Evidence, Passage, Role
from rag.text import sentences
from rag.text.normalise import unbroken

_SUMMED = frozenset({Role.BODY, Role.ABSTRACT})
_SENTENCES = 5
_SHORTEST = 40
_MOST_READ = 120
_NOVELTY = 0.5


def summarise(passages: Sequence[Passage], embed: Embed) -> list[Evidence]:
    """Up to five sentences of a document that together stand for it.

    Parameters: `passages` of one document in order; only body and abstract in the document's main
    language are used, so a bilingual text is not summed twice.
    """
    candidates = _candidates(passages)
    if not candidates:
        return []
    vectors = embed([unbroken(evidence.quote) for evidence in candidates])
    chosen = _central(vectors, min(_SENTENCES, len(candidates)))
    return [candidates[index] for index in sorted(chosen)]


def _candidates(passages: Sequence[Passage]) -> list[Evidence]:
    usable = [passage for passage in passages if passage.role in _SUMMED] or list(passages)
    if not usable:
        return []
    first = usable[0].language
    spans = [
        Evidence(passage, span.shifted(passage.span.start), 0.0)
        for passage in usable
        if passage.language == first
        for span in sentences.split(passage.text, passage.language)
    ]
    long = [evidence for evidence in spans if len(evidence.span) >= _SHORTEST]
    return (long or spans)[:_MOST_READ]


def _central(vectors: np.ndarray, count: int) -> list[int]:
    """Indices by maximal marginal relevance to the mean of the rows, best first."""
    centre = vectors.mean(axis=0)
    relevance = vectors @ (centre / np.linalg.norm(centre))
    similar = vectors @ vectors.T
    chosen = [int(np.argmax(relevance))]
    while len(chosen) < count:
        score = relevance - _NOVELTY * similar[:, chosen].max(axis=1)
        score[chosen] = -np.inf
        chosen.append(int(np.argmax(score)))
    return chosen
