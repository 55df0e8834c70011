"""Retrieval measures: where in the ranked passages the gold first appears.

recall@k and MRR need nothing; nDCG is computed by `ir-measures` where it is installed
(MacAvaney, Macdonald and Ounis 2022, "Streamlining Evaluation with ir-measures").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from rag.evals.matching import Place, overlap, regions, share_touched, touches

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question's retrieved passages, best first, and its gold places."""

    id: str
    retrieved: tuple[Place, ...]
    gold: tuple[Place, ...]


def recall_at(k: int, retrieved: Sequence[Place], gold: Sequence[Place]) -> float:
    """1 when any of the first k passages overlaps the gold (`Success@k` in ir-measures)."""
    return float(any(touches(place, gold) for place in retrieved[:k]))


def reciprocal_rank(retrieved: Sequence[Place], gold: Sequence[Place]) -> float:
    """1 over the rank of the first passage that overlaps the gold, 0 where none does."""
    ranks = (rank for rank, place in enumerate(retrieved, start=1) if touches(place, gold))
    return next((1 / rank for rank in ranks), 0.0)


def span_recall_at(k: int, retrieved: Sequence[Place], gold: Sequence[Place]) -> float:
    """Share of the gold regions that any of the first k passages overlaps."""
    return share_touched(regions(gold), retrieved[:k]) if gold else 0.0


def span_reciprocal_rank(retrieved: Sequence[Place], gold: Sequence[Place]) -> float:
    """Mean over the gold regions of 1 over the rank of the first passage that overlaps one."""
    each = [reciprocal_rank(retrieved, (region,)) for region in regions(gold)]
    return sum(each) / len(each) if each else 0.0


def ndcg(questions: Iterable[Ranked]) -> dict[str, float]:
    """nDCG@10 by question id (Järvelin and Kekäläinen 2002), every overlapping passage worth 1.

    Gold that no retrieved passage touches stays in the ideal ranking as one passage a region.
    Empty where `ir-measures` is not installed.
    """
    return _calculated({each.id: _passage_gains(each) for each in questions})


def span_ndcg(questions: Iterable[Ranked]) -> dict[str, float]:
    """nDCG@10 by question id over gold: a passage is worth the regions it is first to reach.

    Unlike `ndcg` it gives nothing for a second passage over the same words. Empty where
    `ir-measures` is not installed.
    """
    return _calculated({each.id: _region_gains(each) for each in questions})


def _passage_gains(ranked: Ranked) -> dict[str, int]:
    gains = _missed(ranked)
    gains |= {str(n): int(touches(p, ranked.gold)) for n, p in enumerate(ranked.retrieved)}
    return gains


def _region_gains(ranked: Ranked) -> dict[str, int]:
    gains = _missed(ranked)
    left = list(regions(ranked.gold))
    for number, place in enumerate(ranked.retrieved):
        reached = [region for region in left if overlap(region, place)]
        gains[str(number)] = len(reached)
        left = [region for region in left if region not in reached]
    return gains


def _missed(ranked: Ranked) -> dict[str, int]:
    missed = [each for each in regions(ranked.gold) if not touches(each, ranked.retrieved)]
    return {f"missed-{number}": 1 for number in range(len(missed))}


def _calculated(gains: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """nDCG of rankings whose documents are numbered from the best, with the gain of each."""
    if not gains or find_spec("ir_measures") is None:
        return {}
    tool = import_module("ir_measures")
    run = {
        question: {key: -float(key) for key in of if key.isdecimal()}
        for question, of in gains.items()
    }
    measured = tool.iter_calc([tool.nDCG @ DEPTH], {q: dict(g) for q, g in gains.items()}, run)
    return {each.query_id: each.value for each in measured}
