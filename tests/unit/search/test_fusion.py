"""Fusion of a dense and a lexical ranking, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rag.ports import Ranking
from rag.search.fusion import fuse


def ranking(**scores: float) -> Ranking:
    return Ranking(tuple(scores), np.array([*scores.values()], dtype=np.float32))


NOTHING = ranking()


def test_scores_add_up() -> None:
    fused = fuse(ranking(a=0.12, b=0.10), ranking(b=0.5), 0.1, 10)
    assert [item.id for item in fused] == ["b", "a"]
    assert fused[0].score == pytest.approx(0.10 + 0.1 * 0.5)
    assert fused[1].score == pytest.approx(0.12)
    assert fused[0].scores == pytest.approx({"dense": 0.10, "lexical": 0.5})


def test_a_passage_found_by_its_words_alone_lies_just_below_the_last_dense_one() -> None:
    fused = fuse(ranking(a=0.12, b=0.02), ranking(c=0.9), 0.1, 10)
    assert [item.id for item in fused] == ["a", "c", "b"]
    assert fused[1].score == pytest.approx(0.02 + 0.09)


def test_ties_go_by_id_and_depth_cuts() -> None:
    assert [item.id for item in fuse(ranking(b=0.1, a=0.1), NOTHING, 0.1, 1)] == ["a"]


def test_empty_rankings_give_nothing() -> None:
    assert fuse(NOTHING, NOTHING, 0.1, 5) == []


def test_a_language_without_shared_words_is_not_buried() -> None:
    other_language = {f"x{number}": 0.05 for number in range(5)}
    fused = fuse(
        ranking(gold=0.11, **other_language), ranking(**dict.fromkeys(other_language, 0.2)), 0.1, 3
    )
    assert fused[0].id == "gold"
