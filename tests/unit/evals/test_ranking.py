"""Ranking measures against ir-measures on random runs, and nDCG over gold regions by hand."""

from __future__ import annotations

import math
import random

import ir_measures
import pytest
from ir_measures import RR, Success, nDCG

from rag.evals.matching import Place, touches
from rag.evals.ranking import Ranked, ndcg, recall_at, reciprocal_rank, span_ndcg
from rag.records import Span


def place(start: int, end: int) -> Place:
    return Place("a.txt", Span(start, end))


def random_question(number: int) -> Ranked:
    rng = random.Random(number)
    slots = rng.sample(range(100), 30)
    retrieved = tuple(place(10 * slot, 10 * slot + 10) for slot in slots)
    gold = tuple(place(at, at + 4) for at in rng.sample(range(990), rng.randint(1, 4)))
    return Ranked(str(number), retrieved, gold)


QUESTIONS = [random_question(number) for number in range(60)]


def independent(measure: object) -> dict[str, float]:
    """The tool's own values, relevance taken as any overlap."""
    qrels = [
        ir_measures.Qrel(each.id, str(n), int(touches(p, each.gold)))
        for each in QUESTIONS
        for n, p in enumerate(each.retrieved)
    ]
    run = [
        ir_measures.ScoredDoc(each.id, str(n), 100.0 - n)
        for each in QUESTIONS
        for n, _ in enumerate(each.retrieved)
    ]
    return {m.query_id: m.value for m in ir_measures.iter_calc([measure], qrels, run)}


@pytest.mark.parametrize("k", [1, 5, 10])
def test_recall_agrees_with_ir_measures(k: int) -> None:
    ours = {each.id: recall_at(k, each.retrieved, each.gold) for each in QUESTIONS}
    assert ours == independent(Success @ k)
    assert 0 < sum(ours.values()) < len(ours)


def test_reciprocal_rank_agrees_with_ir_measures() -> None:
    theirs = independent(RR)
    for each in QUESTIONS:
        assert reciprocal_rank(each.retrieved, each.gold) == pytest.approx(theirs[each.id])


def test_ndcg_agrees_with_ir_measures_where_all_gold_was_retrieved() -> None:
    theirs = independent(nDCG @ 10)
    complete = [
        each for each in QUESTIONS if all(touches(gold, each.retrieved) for gold in each.gold)
    ]
    assert len(complete) > 3
    for question, value in ndcg(complete).items():
        assert value == pytest.approx(theirs[question])


def test_region_gain_is_given_once() -> None:
    # Two gold regions. Ranks 1 and 2 both lie over the first region, rank 3 over the second:
    # gains 1, 0, 1 against the ideal 1, 1.
    gold = (place(0, 4), place(20, 24))
    retrieved = (place(0, 2), place(2, 6), place(18, 30))
    expected = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert span_ndcg([Ranked("q", retrieved, gold)])["q"] == pytest.approx(expected)


def test_gold_that_was_never_retrieved_stays_in_the_ideal() -> None:
    ranked = Ranked("q", (place(0, 4),), (place(0, 4), place(20, 24)))
    expected = 1 / (1 + 1 / math.log2(3))
    assert ndcg([ranked])["q"] == pytest.approx(expected)
    assert span_ndcg([ranked])["q"] == pytest.approx(expected)


def test_nothing_retrieved_scores_zero() -> None:
    assert recall_at(10, (), (place(0, 4),)) == 0
    assert reciprocal_rank((), (place(0, 4),)) == 0
    assert ndcg([Ranked("q", (), (place(0, 4),))]) == {"q": 0}
