"""Fitting answerability and the operating point, against an independent solver."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from rag.calibration import load
from rag.errors import InputError
from rag.evals.calibrate import Observation, fit


def observations(number: int = 400, seed: int = 3) -> list[Observation]:
    random = np.random.default_rng(seed)
    found = []
    for index in range(number):
        answerable = index % 2 == 0
        span = random.normal(1.0 if answerable else -1.0)
        noise = random.normal()
        found.append(Observation("one", answerable, {"span": span, "noise": noise}))
    return found


def test_the_chance_agrees_with_scikit_learn() -> None:
    given = observations()
    fitted = fit(given, load("similarity"), "test")
    raw = np.array([[item.signals["noise"], item.signals["span"]] for item in given])
    scaled = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    labels = [item.answerable for item in given]
    other = LogisticRegression(C=1.0, tol=1e-9).fit(scaled, labels)
    ours = [fitted.probability(item.signals) for item in given]
    assert ours == pytest.approx(other.predict_proba(scaled)[:, 1], abs=2e-3)


def test_at_the_operating_point_the_two_errors_are_smallest_together() -> None:
    given = observations(2000)
    fitted = fit(given, load("similarity"), "test")
    chances = np.array([fitted.probability(item.signals) for item in given])
    answerable = np.array([item.answerable for item in given])

    def errors(point: float) -> float:
        return float(np.mean(chances[answerable] < point) + np.mean(chances[~answerable] >= point))

    here = errors(fitted.point.refuse_below)
    assert all(here <= errors(point) + 0.01 for point in np.linspace(0.1, 0.9, 17))
    assert here < errors(0.2)
    assert fitted.point.sure_from > fitted.point.refuse_below


def test_sets_count_the_same_whatever_their_size() -> None:
    large = observations(400)
    small = [Observation("two", not item.answerable, item.signals) for item in observations(40, 5)]
    fitted = fit(large + small, load("similarity"), "test")
    assert abs(fitted.answerable.weights["span"]) < 0.3


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(InputError, match="at least 20"):
        fit(observations(10), load("similarity"), "test")
