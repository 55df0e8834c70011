"""AUROC against scikit-learn, the risk-coverage curve against every order of ties."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from rag.evals.matching import Place
from rag.evals.predictions import Prediction, Retrieved
from rag.evals.risk import auroc, confidence_of, risk_coverage, thinned
from rag.records import AnswerVerdict, Fingerprint, Span


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("levels", [3, 1000])
def test_auroc_agrees_with_scikit_learn(seed: int, levels: int) -> None:
    rng = np.random.default_rng(seed)
    positive = rng.integers(0, 2, 200).astype(float)
    confidence = np.round(rng.random(200) * levels + positive)
    assert auroc(confidence, positive) == pytest.approx(roc_auc_score(positive, confidence))


def test_auroc_needs_both_classes() -> None:
    assert auroc(np.array([0.1, 0.9]), np.array([1.0, 1.0])) is None
    assert auroc(np.array([]), np.array([])) is None


def test_area_by_hand() -> None:
    # Most confident first the losses are 0, 0, 1, 1: risks 0/1, 0/2, 1/3, 2/4.
    curve = risk_coverage(np.array([4.0, 2.0, 3.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    assert curve is not None
    assert curve.risk == pytest.approx([0, 0, 1 / 3, 2 / 4])
    assert curve.coverage == pytest.approx([0.25, 0.5, 0.75, 1])
    assert curve.area == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)


def test_ties_count_with_the_mean_of_all_their_orders() -> None:
    confidence = np.array([2.0, 1.0, 1.0, 1.0, 0.0])
    loss = np.array([0.0, 1.0, 0.0, 0.0, 1.0])
    orders = [
        np.cumsum([loss[0], *(loss[i] for i in tied), loss[4]]) / np.arange(1, 6)
        for tied in permutations([1, 2, 3])
    ]
    curve = risk_coverage(confidence, loss)
    assert curve is not None
    assert curve.risk == pytest.approx(np.mean(orders, axis=0))


def test_a_long_curve_is_thinned_to_its_ends_and_between() -> None:
    rng = np.random.default_rng(1)
    curve = risk_coverage(rng.random(5000), rng.integers(0, 2, 5000).astype(float))
    assert curve is not None
    points = thinned(curve)
    assert len(points) == 101
    assert points[-1] == (1.0, curve.risk[-1])
    assert risk_coverage(np.array([]), np.array([])) is None


def prediction(verdict: AnswerVerdict, score: float, confidence: float | None = None) -> Prediction:
    hit = Retrieved(Place("a", Span(0, 1)), score)
    return Prediction(
        "q", "?", verdict, "", None, (), (hit,), (), None, Fingerprint("", "", ""), confidence
    )


def test_confidence_follows_the_verdict_then_the_first_score() -> None:
    ordered = [
        None,
        prediction(AnswerVerdict.NOT_FOUND, -4.0),
        prediction(AnswerVerdict.NOT_FOUND, 900.0),
        prediction(AnswerVerdict.PARTLY, 0.1),
        prediction(AnswerVerdict.ANSWERED, -9.0),
        prediction(AnswerVerdict.ANSWERED, 0.2),
    ]
    values = [confidence_of(each) for each in ordered]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_an_engine_may_say_its_own_confidence() -> None:
    assert confidence_of(prediction(AnswerVerdict.ANSWERED, 1.0, confidence=0.25)) == 0.25
