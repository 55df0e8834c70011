"""Sentence weights: what they are fitted to, and where they end."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from rag.evals.sentence_weights import Choice, fit_sentence


def choices(rng: np.random.Generator, count: int, name: str = "one") -> list[Choice]:
    """Questions whose right sentence is the one of greatest "good"; "noise" tells nothing."""
    found = []
    for _ in range(count):
        sentences = [{"good": float(a), "noise": float(b)} for a, b in rng.normal(size=(5, 2))]
        best = max(range(5), key=lambda index: sentences[index]["good"])
        found.append(Choice(name, sentences, [index == best for index in range(5)]))
    return found


def share(choice: Choice, weights: dict[str, float]) -> float:
    """Log of the softmax share of the right sentences."""
    scores = [exp(sum(weights[n] * v for n, v in one.items())) for one in choice.sentences]
    return log(sum(s for s, right in zip(scores, choice.right, strict=True) if right) / sum(scores))


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    weights = fit_sentence(choices(np.random.default_rng(0), 200)).weights
    assert weights["good"] > 3
    assert abs(weights["noise"]) < 0.1 * weights["good"]


def test_no_other_weights_near_by_are_likelier() -> None:
    told = choices(np.random.default_rng(1), 60)
    fitted = dict(fit_sentence(told).weights)
    spread = {n: np.std([one[n] for c in told for one in c.sentences]) for n in fitted}

    def penalised(weights: dict[str, float]) -> float:
        ridge = sum((weights[n] * spread[n]) ** 2 for n in weights) / 2
        return sum(share(choice, weights) for choice in told) - ridge

    best = penalised(fitted)
    for name in fitted:
        for step in (-0.05, 0.05):
            assert penalised({**fitted, name: fitted[name] + step}) < best


def test_a_small_set_counts_as_much_as_a_large_one() -> None:
    rng = np.random.default_rng(2)
    large = choices(rng, 200, "large")
    small = [
        Choice("small", each.sentences, [not right for right in each.right])
        for each in choices(rng, 20)
    ]
    alone = fit_sentence(large).weights["good"]
    both = fit_sentence([*large, *small]).weights["good"]
    assert both < alone / 2


def test_questions_that_tell_nothing_are_refused_together() -> None:
    with pytest.raises(ValueError, match="right and a wrong"):
        fit_sentence([Choice("one", [{"good": 1.0}], [True]), Choice("one", [], [])])
