"""Fits answerability and the operating point on questions that are known to be answerable or not.

The chance of an answer is a logistic regression with a ridge penalty over the reader's signals,
fitted by Newton's method (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning",
4.4.1). Each question set counts the same, and so do its two classes. Because both classes weigh the
same, even odds are where refusing and answering are wrong at the same cost: that is the operating
point, on all sets and in all languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.calibration import Calibration, Linear, OperatingPoint
from rag.errors import InputError

_RIDGE = 1.0
_STEPS = 50
POINT = OperatingPoint(refuse_below=0.5, sure_from=0.9)
"""Chances of an answer: below the first nothing was found, from the second one is sure."""
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Observation:
    """One question as the reader saw it."""

    set: str
    answerable: bool
    signals: Mapping[str, float]


def fit(observations: Sequence[Observation], start: Calibration, name: str) -> Calibration:
    """A calibration with answerability and operating point fitted; the rest is `start`'s.

    Raises InputError when either class has fewer than twenty questions.
    """
    answerable = sum(item.answerable for item in observations)
    if min(answerable, len(observations) - answerable) < _FEWEST:
        raise InputError(
            f"{answerable} answerable and {len(observations) - answerable} unanswerable questions: "
            f"at least {_FEWEST} of each are needed, besides the third that is kept aside"
        )
    linear = _logistic_regression(observations)
    return replace(start, name=name, answerable=linear, point=POINT)


def _logistic_regression(observations: Sequence[Observation]) -> Linear:
    names = sorted({name for item in observations for name in item.signals})
    raw = np.array([[item.signals.get(name, 0.0) for name in names] for item in observations])
    labels = np.array([item.answerable for item in observations], dtype=float)
    centre, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(raw)), (raw - centre) / spread])
    solved = _newton(design, labels, _balanced(observations))
    slopes = solved[1:] / spread
    return Linear(
        round(float(solved[0] - slopes @ centre), 6),
        {name: round(float(slope), 6) for name, slope in zip(names, slopes, strict=True)},
    )


def _newton(
    design: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Penalised maximum likelihood; the first column is the intercept and not penalised."""
    penalty = _RIDGE * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    solution = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ solution))
        gradient = design.T @ (weights * (labels - chance)) - penalty @ solution
        curvature = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        solution += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return solution


def _balanced(observations: Sequence[Observation]) -> NDArray[np.float64]:
    """A weight for each observation: sets count the same, and the classes within each."""
    sizes: dict[tuple[str, bool], int] = {}
    for item in observations:
        sizes[item.set, item.answerable] = sizes.get((item.set, item.answerable), 0) + 1
    each = len(observations) / len(sizes)
    return np.array([each / sizes[item.set, item.answerable] for item in observations])
