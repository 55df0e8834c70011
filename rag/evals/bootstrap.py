"""How far a figure could be off by chance, and whether two runs really differ.

Everything is seeded: the same scores give the same intervals and the same p-values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20
RESAMPLES = 1000
FLIPS = 10_000
_CELLS_AT_ONCE = 4_000_000

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval."""

    low: float
    high: float


def mean_interval(groups: Sequence[Array]) -> Interval | None:
    """Percentile bootstrap (Efron 1979) of the mean over groups of their means.

    Each (n,) array of `groups` is resampled within itself, so that a macro average keeps its sets.
    None without values.
    """
    filled = [group for group in groups if len(group)]
    if not filled:
        return None
    rng = np.random.default_rng(SEED)
    means = np.mean([_resampled_means(group, rng) for group in filled], axis=0)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(low), float(high))


def paired_p_value(old: Array, new: Array) -> float:
    """Two-sided randomisation test of the mean difference of paired scores, both (n,).

    Each pair keeps or swaps its sides by a fair coin (Smucker, Allan and Carterette 2007). Pairs
    that agree swap without effect and are left out; without any other the p-value is 1.
    """
    difference = (new - old)[new != old]
    if not len(difference):
        return 1.0
    rng = np.random.default_rng(SEED)
    observed = abs(difference.sum())
    as_far = 0
    for count in _batches(FLIPS, len(difference)):
        signs = rng.choice((-1.0, 1.0), size=(count, len(difference)))
        # The tolerance keeps sums that differ in rounding alone on the side of "as far".
        as_far += int((np.abs(signs @ difference) >= observed - 1e-9).sum())
    return (as_far + 1) / (FLIPS + 1)


def _resampled_means(values: Array, rng: np.random.Generator) -> Array:
    means = [
        values[rng.integers(len(values), size=(count, len(values)))].mean(axis=1)
        for count in _batches(RESAMPLES, len(values))
    ]
    return np.concatenate(means)


def _batches(total: int, width: int) -> list[int]:
    """`total` rows of `width` cells, in batches that fit in memory."""
    size = max(1, min(total, _CELLS_AT_ONCE // max(1, width)))
    full, rest = divmod(total, size)
    return [size] * full + ([rest] if rest else [])
