"""The best of many scores, always in the same order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best(scores: NDArray[np.float32], depth: int) -> NDArray[np.intp]:
    """Places of the `depth` highest scores, highest first; of equal ones the earlier place first.

    `scores` is (n,) float32; the result has min(n, depth) places. Selects before it sorts, so it
    stays linear in n.
    """
    if depth <= 0:
        return np.zeros(0, dtype=np.intp)
    places = np.arange(len(scores))
    if depth < len(scores):
        lowest = np.partition(scores, -depth)[-depth]
        above = np.flatnonzero(scores > lowest)
        level = np.flatnonzero(scores == lowest)[: depth - len(above)]
        places = np.sort(np.concatenate([above, level]))
    return places[np.argsort(-scores[places], kind="stable")]
