"""Pairs the passages of a bilingual document that say the same in its two languages.

Translations keep their order, so the pairing is a monotone alignment (Needleman and Wunsch, 1970)
over similarities freed of hubs: a cosine minus the mean cosine of both passages to the other side
(after Conneau et al., "Word translation without parallel data", ICLR 2018). It works for
paragraphs that alternate, stand side by side or follow as two halves. Precision comes first: a
pair must be each other's nearest and of like length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.ports import Vectors
from rag.records import Passage, Role

_PAIRED = frozenset(Role) - {Role.BOILERPLATE, Role.REFERENCE}
_LEAST = 0.03
"""Hub-free similarity from which two passages may be twins; unrelated pairs lie round 0."""
_STRETCH = 2.0
"""How far a pair's length ratio may stray from the document's usual one, as a factor."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Indices of two passages that say the same, the one that stands first in the text first."""

    first: int
    second: int


def pairs(passages: Sequence[Passage], vectors: Vectors) -> list[Pair]:
    """The twins among one document's passages.

    Parameters: `vectors` (n, d) float32 unit rows, row i belongs to passages[i].
    """
    sides = _sides(passages)
    if sides is None:
        return []
    one, other = sides
    raw = vectors[one] @ vectors[other].T
    free = raw - (raw.mean(axis=1, keepdims=True) + raw.mean(axis=0, keepdims=True)) / 2
    found = [
        (row, column)
        for row, column in _aligned(free)
        if free[row, column] >= _LEAST
        and free[row].argmax() == column
        and free[:, column].argmax() == row
    ]
    lengths = [len(passages[one[r]].span) / len(passages[other[c]].span) for r, c in found]
    usual = float(np.median(lengths)) if lengths else 1.0
    return [
        Pair(*sorted((one[row], other[column])))
        for (row, column), ratio in zip(found, lengths, strict=True)
        if usual / _STRETCH <= ratio <= usual * _STRETCH
    ]


def _sides(passages: Sequence[Passage]) -> tuple[list[int], list[int]] | None:
    """Indices of the two languages with most passages; None for a document in one language."""
    usable = [
        index
        for index, passage in enumerate(passages)
        if passage.role in _PAIRED and passage.language != "und"
    ]
    counted = Counter(passages[index].language for index in usable).most_common(2)
    if len(counted) < 2:
        return None
    first, second = (
        [index for index in usable if passages[index].language == language]
        for language, _ in counted
    )
    return first, second


def _aligned(similar: np.ndarray) -> list[tuple[int, int]]:
    """The monotone one-to-one alignment with the greatest sum of positive similarities."""
    rows, columns = similar.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            best[row, column] = max(
                best[row - 1, column],
                best[row, column - 1],
                best[row - 1, column - 1] + max(0.0, similar[row - 1, column - 1]),
            )
    found: list[tuple[int, int]] = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found.append((row, column))
    return found[::-1]
