"""Intervals and the paired test against scipy and against arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rag.evals.bootstrap import mean_interval, paired_p_value


def test_interval_agrees_with_scipy() -> None:
    values = np.random.default_rng(3).integers(0, 2, 400).astype(float)
    theirs = stats.bootstrap((values,), np.mean, method="percentile", rng=1).confidence_interval
    ours = mean_interval([values])
    assert ours is not None
    assert ours.low == pytest.approx(theirs.low, abs=0.01)
    assert ours.high == pytest.approx(theirs.high, abs=0.01)


def test_interval_of_a_macro_average_keeps_its_sets() -> None:
    # Within each set nothing varies, so nothing is uncertain, however far apart the sets are.
    interval = mean_interval([np.zeros(50), np.ones(5)])
    assert interval is not None
    assert (interval.low, interval.high) == (0.5, 0.5)


def test_nothing_has_no_interval() -> None:
    assert mean_interval([]) is None
    assert mean_interval([np.array([])]) is None


@pytest.mark.parametrize("shift", [0, 6, 14])
def test_p_value_agrees_with_scipy(shift: int) -> None:
    rng = np.random.default_rng(shift)
    old = rng.integers(0, 2, 120).astype(float)
    new = old.copy()
    flipped = rng.choice(120, 30, replace=False)
    new[flipped] = 1 - new[flipped]
    new[:shift] = 1.0
    theirs = stats.permutation_test(
        (new, old),
        lambda a, b: np.mean(a - b),
        permutation_type="samples",
        n_resamples=20_000,
        rng=1,
    ).pvalue
    assert paired_p_value(old, new) == pytest.approx(theirs, abs=0.02)


def test_p_value_of_few_pairs_is_the_share_of_sign_patterns() -> None:
    # Three gains: only all plus and all minus of the 8 patterns are as far from 0.
    assert paired_p_value(np.zeros(3), np.ones(3)) == pytest.approx(2 / 8, abs=0.02)


def test_equal_runs_do_not_differ_and_chance_is_seeded() -> None:
    values = np.random.default_rng(5).random(40)
    assert paired_p_value(values, values) == 1
    assert mean_interval([values]) == mean_interval([values])
    assert paired_p_value(values, values[::-1]) == paired_p_value(values, values[::-1])
