"""How many cases a property is tried on: hundreds in `make test`, thousands in `make prove`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

A_HANG = timedelta(seconds=60)
"""Longer than any single case may take, on a machine that does much else."""

AREAS = 5
"""Readers, settings, question files, API bodies, the parser of citations."""

CASES = pytest.mark.parametrize(
    "cases", [2_000 // AREAS, pytest.param(50_000 // AREAS, marks=pytest.mark.prove)]
)


def hold(cases: int, check: Callable[..., None], **drawn: SearchStrategy[object]) -> None:
    """Try `check` on so many cases; none may take as long as a hang."""
    every = settings(
        max_examples=cases,
        deadline=A_HANG,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    every(given(**drawn)(check))()
