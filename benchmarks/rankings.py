"""Ways to rank the same passages by the scores a search gives them, to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rag.engine import Engine
from rag.search.hybrid import Hybrid
from rag.settings import load

Scores = Mapping[str, float]
"""A hit's scores: "dense", "lexical" and "usual", as `rag/search/hybrid.py` tells them."""
Ranking = Callable[[Sequence[Scores]], Sequence[float]]
_RRF = 60
_LEXICAL_WEIGHT = load().settings.search.lexical_weight


def _near(found: Sequence[Scores]) -> Sequence[float]:
    """Dense scores; what the dense ranking lacks lies as low as its last."""
    lowest = min((each["dense"] for each in found if "dense" in each), default=0.0)
    return [each.get("dense", lowest) for each in found]


def _cosine(found: Sequence[Scores]) -> Sequence[float]:
    usual = (each.get("usual", 0.0) for each in found)
    return [sum(pair) for pair in zip(_near(found), usual, strict=True)]


def _terms(found: Sequence[Scores]) -> Sequence[float]:
    return [each.get("lexical", 0.0) for each in found]


def _rank_fusion(found: Sequence[Scores]) -> Sequence[float]:
    """Cormack et al., SIGIR 2009."""
    total = np.zeros(len(found))
    for name in ("dense", "lexical"):
        held = [row for row, each in enumerate(found) if name in each]
        for rank, row in enumerate(sorted(held, key=lambda row: -found[row][name]), 1):
            total[row] += 1 / (_RRF + rank)
    return total.tolist()


def _shipped(found: Sequence[Scores]) -> Sequence[float]:
    pairs = zip(_near(found), _terms(found), strict=True)
    return [near + _LEXICAL_WEIGHT * terms for near, terms in pairs]


UNAIMED: Mapping[str, Ranking] = {
    "cosine alone": _cosine,
    "cosine above the usual one of the language": _near,
}
"""For hits of questions searched with as they are (`unaimed`)."""

RANKINGS: Mapping[str, Ranking] = {
    "aimed, above the usual one of the language": _near,
    "terms alone": _terms,
    "reciprocal rank fusion": _rank_fusion,
    f"aimed, above the usual one, plus {_LEXICAL_WEIGHT} times the terms": _shipped,
}


def unaimed(engine: Engine) -> Engine:
    """The same engine, whose questions keep what all of their language have in common."""
    plain = hybrid(engine)
    return replace(engine, retriever=replace(plain, aimed=plain.embedder))


def hybrid(engine: Engine) -> Hybrid:
    """The engine's retriever; raises TypeError for one that aims no questions."""
    if not isinstance(engine.retriever, Hybrid):
        raise TypeError(f"{engine.retriever} aims no questions")
    return engine.retriever
