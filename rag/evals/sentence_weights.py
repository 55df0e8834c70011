"""Fits how a sentence's features are weighed, on questions whose evidence is known.

Of the sentences read for a question the right ones should come first: the weights maximise the
share of a softmax over the sentences that falls on right ones (the top-one probability of ListNet,
Cao et al., ICML 2007, summed over several right ones), with a ridge penalty on standardised
features. Each question set counts the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.calibration import Linear

_RIDGE = 1.0
_STEPS = 60
_SMALLEST = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences read for one question: their features, and which of them are right."""

    set: str
    sentences: Sequence[Mapping[str, float]]
    right: Sequence[bool]

    @property
    def tells(self) -> bool:
        """Whether something can be learnt: some sentence is right and some is not."""
        return any(self.right) and not all(self.right)


@dataclass(frozen=True, slots=True)
class _Case:
    """A choice as numbers: `features` (sentences, names) standardised, `right` 0 or 1."""

    features: Floats
    right: Floats
    weight: float


def fit_sentence(choices: Sequence[Choice]) -> Linear:
    """The weights of a sentence's score, in log-odds between two sentences of a question.

    Raises ValueError when no choice tells anything.
    """
    telling = [choice for choice in choices if choice.tells]
    if not telling:
        raise ValueError("no question has both a right and a wrong sentence among those read")
    names = sorted({name for choice in telling for one in choice.sentences for name in one})
    raw = [np.array([[one.get(n, 0.0) for n in names] for one in c.sentences]) for c in telling]
    stacked = np.concatenate(raw)
    centre, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-9
    sizes = Counter(choice.set for choice in telling)
    cases = [
        _Case(
            (features - centre) / spread,
            np.array(choice.right, dtype=float),
            len(telling) / len(sizes) / sizes[choice.set],
        )
        for features, choice in zip(raw, telling, strict=True)
    ]
    slopes = _ascended(cases, len(names)) / spread
    return Linear(0.0, {n: round(float(s), 4) for n, s in zip(names, slopes, strict=True)})


def _ascended(cases: Sequence[_Case], size: int) -> Floats:
    """Newton's steps with the curvature of the softmax's normaliser, which bounds the true one."""
    solution = np.zeros(size)
    for _ in range(_STEPS):
        gradient, curvature = -_RIDGE * solution, _RIDGE * np.eye(size)
        for case in cases:
            uphill, bend = _slope(case, solution)
            gradient = gradient + case.weight * uphill
            curvature = curvature + case.weight * bend
        step = np.linalg.solve(curvature, gradient)
        solution = solution + step
        if float(np.abs(step).max()) < _SMALLEST:
            break
    return solution


def _slope(case: _Case, solution: Floats) -> tuple[Floats, Floats]:
    """Gradient (names,) and curvature (names, names) of one question's log share."""
    scores = case.features @ solution
    chance = np.exp(scores - scores.max())
    chance /= chance.sum()
    share = chance * case.right
    share /= max(float(share.sum()), 1e-300)
    mean = case.features.T @ chance
    second = (case.features * chance[:, None]).T @ case.features
    return case.features.T @ (share - chance), second - np.outer(mean, mean)
