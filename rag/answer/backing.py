"""How surely a stretch says what a claim says, the guard's finer questions left aside.

A logistic score over five measures: how well the claim's words are met by words of the stretch,
how many of them find a partner there, how much closer the whole is than the stretch's usual
neighbours, how many of its numbers and dates are there, and whether both are in one language,
where words meet more easily. `benchmarks/fit_guard.py` fits it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from rag.answer.alignment import Alignment
from rag.answer.mismatch import Side
from rag.calibration import Linear, guarding

PARTNERS_FROM = 0.2
"""How alike two words have to be, as a cosine, to be taken for one another."""

_MOST_FACTS = 2


def measures(said: Side, shown: Side, alignment: Alignment, closer: float) -> dict[str, float]:
    """What the score is made of; `closer` is a difference of cosines, the others shares in 0..1."""
    content = [index for index, word in enumerate(alignment.said) if word.tells]
    best = alignment.best()[content]
    met = [alignment.partner(index) is not None for index in content]
    return {
        "met": float(best.mean()) if content else 0.0,
        "partners": float(np.mean((best >= PARTNERS_FROM) & met)) if content else 0.0,
        "closer": closer,
        "facts": min(_shared_facts(said, shown), _MOST_FACTS) / _MOST_FACTS,
        "same_language": float(said.scan.language == shown.scan.language),
    }


def _shared_facts(said: Side, shown: Side) -> int:
    """How many numbers and dates of a claim its evidence has."""
    values = {number.value for number in shown.facts.numbers}
    dates = sum(any(date.covers(told) for told in shown.facts.dates) for date in said.facts.dates)
    return dates + sum(number.value in values for number in said.facts.numbers)


def backs(measured: dict[str, float]) -> bool:
    """Whether a stretch with these measures is taken for what the claim rests on."""
    return _fitted()(measured) >= 0


@cache
def _fitted() -> Linear:
    """The weights that ship with the package; the bias sets the operating point at zero."""
    return Linear(**guarding("backing"))
