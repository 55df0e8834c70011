"""Knowing when not to answer: how well confidence tells right answers from wrong ones.

Risk-coverage after El-Yaniv and Wiener (2010, JMLR 11) and Geifman and El-Yaniv (2017,
arXiv:1705.08500): answer only the most confident share of the questions, and see how often that is
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evals.predictions import Prediction
from rag.records import AnswerVerdict

Array = NDArray[np.float64]

_LEVEL = {AnswerVerdict.NOT_FOUND: 0.0, AnswerVerdict.PARTLY: 1.0, AnswerVerdict.ANSWERED: 2.0}


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The curve: row i is the expected share of wrong answers among the i+1 most confident.

    `coverage` and `risk` are (n,) float64; `area` is the mean risk (AURC), less is better.
    """

    coverage: Array
    risk: Array

    @property
    def area(self) -> float:
        """Mean risk over all coverages."""
        return float(self.risk.mean())


def confidence_of(prediction: Prediction | None) -> float:
    """How sure the engine is of its answer; only the order of values means something.

    The engine's own `confidence` where the prediction carries one. Otherwise the verdict, and among
    equal verdicts the score of the first passage, pressed into (0, 1). No prediction is least sure.
    """
    if prediction is None:
        return -1.0
    if prediction.confidence is not None:
        return prediction.confidence
    score = prediction.retrieved[0].score if prediction.retrieved else 0.0
    return _LEVEL[prediction.verdict] + (1 + score / (1 + abs(score))) / 2


def auroc(confidence: Array, positive: Array) -> float | None:
    """Chance that a positive outranks a negative, ties counting half (Mann-Whitney U).

    `confidence` and `positive` (1 or 0) are (n,). None where one of the classes is empty.
    """
    chosen = confidence[positive > 0]
    others = np.sort(confidence[positive <= 0])
    if not len(chosen) or not len(others):
        return None
    below = np.searchsorted(others, chosen, side="left")
    not_above = np.searchsorted(others, chosen, side="right")
    return float((below + not_above).sum() / (2 * len(chosen) * len(others)))


def risk_coverage(confidence: Array, loss: Array) -> RiskCoverage | None:
    """The risk-coverage curve of losses in [0, 1]; None without questions.

    Questions of equal confidence count with their mean loss, so that their order changes nothing.
    """
    if not len(confidence):
        return None
    _, group = np.unique(-confidence, return_inverse=True)
    mean_loss = np.bincount(group, weights=loss) / np.bincount(group)
    expected = np.sort(group)
    answered = np.arange(1, len(loss) + 1)
    return RiskCoverage(answered / len(loss), np.cumsum(mean_loss[expected]) / answered)


def thinned(curve: RiskCoverage, points: int = 101) -> Sequence[tuple[float, float]]:
    """Some evenly spaced points of the curve, the ends included, for plots and files."""
    rows = np.unique(np.linspace(0, len(curve.risk) - 1, points).round().astype(int))
    return [(float(curve.coverage[row]), float(curve.risk[row])) for row in rows]
