"""A text in short, to find what was copied from it: its shingles and a few of them as fingerprints.

A shingle is a run of `SHINGLE_TERMS` index terms (Broder, "On the resemblance and containment of
documents", 1997), so case, inflection, digits and Chinese script are folded as they are for search.
Fingerprints are picked by winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): two texts that
share a run of `SHINGLE_TERMS + WINDOW - 1` terms share a fingerprint for certain.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Hashes = NDArray[np.int64]

SHINGLE_TERMS = 6
"""Long enough not to be a common phrase, short enough to survive an edit in every sentence."""
WINDOW = 16
"""Shingles of which one is kept: about one fingerprint for eight terms."""

_PRIME = 0x100000001B3


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The hashes of a text's shingles, and of those that are its fingerprints.

    `shingles` is (n,) and `fingerprints` (m,) int64, both distinct and rising.
    """

    shingles: Hashes
    fingerprints: Hashes

    def share_in(self, other: Sketch) -> float:
        """The share of this text that stands in the other, in [0, 1] (Broder's containment)."""
        if not len(self.shingles):
            return 0.0
        return float(np.isin(self.shingles, other.shingles, assume_unique=True).mean())


def sketch(terms: Sequence[str]) -> Sketch:
    """The sketch of a text given as its index terms in order."""
    hashed = _hashed(terms)
    return Sketch(np.unique(hashed), np.unique(_winnowed(hashed)))


def _hashed(terms: Sequence[str]) -> Hashes:
    """The hash of each run of terms: a polynomial over the hashes of its terms, then mixed."""
    if len(terms) < SHINGLE_TERMS:
        return np.empty(0, dtype=np.int64)
    single = np.fromiter((zlib.crc32(term.encode()) for term in terms), np.uint64, len(terms))
    powers = np.array([pow(_PRIME, place, 1 << 64) for place in range(SHINGLE_TERMS)], np.uint64)
    runs = sliding_window_view(single, SHINGLE_TERMS) @ powers
    return _mixed(runs).view(np.int64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Bits spread evenly, so that the least of a window is a fair pick (as SplitMix64 ends)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _winnowed(hashed: Hashes) -> Hashes:
    if not len(hashed):
        return hashed
    least: Hashes = sliding_window_view(hashed, min(WINDOW, len(hashed))).min(axis=1)
    return least
