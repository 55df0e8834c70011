"""Gates: demands on the figures that decide the exit code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.evals.compare import Change
from rag.evals.figures import KIND, Figures

# Figures are means of floating-point numbers; a value exactly at the limit must not fail.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Gate:
    """One demand on a figure; `failure` says how it was not met, None where it was."""

    figure: str
    demand: str
    failure: str | None = None


def floors(demands: Sequence[str]) -> dict[str, float]:
    """`M=X` demands by figure name; raises UsageError naming all that make no sense."""
    limits: dict[str, float] = {}
    problems = []
    for demand in demands:
        name, _, value = (part.strip() for part in demand.partition("="))
        if name not in KIND:
            problems.append(f"{name!r} is no figure (figures: {', '.join(KIND)})")
        try:
            limits[name] = _finite(value)
        except ValueError:
            problems.append(f"{demand!r} is not M=X")
    if problems:
        raise UsageError("--fail-under: " + "; ".join(problems))
    return limits


def _finite(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def floor_gates(limits: Mapping[str, float], figures: Figures) -> list[Gate]:
    """A gate a limit: the worst value still accepted, whichever way the figure should go.

    A figure that could not be measured fails.
    """
    return [_floor_gate(name, limit, figures) for name, limit in limits.items()]


def drop_gates(most: float, changes: Sequence[Change]) -> list[Gate]:
    """A gate a rate: worse than in the baseline by `most` at the most. Latency is no rate."""
    return [
        Gate(
            each.name,
            f"at most {most:g} worse than {each.old:.4f}",
            f"is {each.new:.4f}, worse by {each.worse_by:.4f}"
            if each.worse_by > most + _ROUNDING
            else None,
        )
        for each in changes
        if KIND[each.name].rate
    ]


def _floor_gate(name: str, limit: float, figures: Figures) -> Gate:
    ceiling = KIND[name].sign < 0
    demand = f"{'at most' if ceiling else 'at least'} {limit:g}"
    if name not in figures:
        return Gate(name, demand, "could not be measured on these questions")
    value = figures[name].value
    missed = value > limit + _ROUNDING if ceiling else value < limit - _ROUNDING
    return Gate(name, demand, f"is {value:.4f}" if missed else None)
