"""Pairs the passages of a bilingual document that say the same in its two languages.

Translations keep their order, so the pairing is a monotone alignment (Needleman and Wunsch, 1970)
over similarities freed of hubs: a cosine without what either passage has with all of the other side
(after Conneau et al., "Word translation without parallel data", ICLR 2018). It works for
paragraphs that alternate, stand side by side or follow as two halves. Precision comes first: a
pair must be each other's nearest, of like length, and both or neither a comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.ports import Vectors
from rag.records import Passage, Role

VERSION = "2"
"""Raise it when other passages may become twins, so that all are paired anew."""

_LEAST = 0.025
"""Hub-free similarity from which two passages may be twins; unrelated pairs lie round 0."""
_LEAST_BESIDE = 0.015
"""The same where the two stand side by side, as in texts that alternate."""
_TRANSLATED = 0.4
"""Share of the shorter side that must be paired: less is what two texts on one topic show too."""
_STRETCH = 2.0
"""How far a pair's length ratio may stray from the document's usual one, as a factor."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Indices of two passages that say the same: one of each language."""

    first: int
    second: int


def pairs(passages: Sequence[Passage], vectors: Vectors) -> list[Pair]:
    """The twins among one document's passages, of each pair the one first that stands first.

    Parameters: `vectors` (n, d) float32 unit rows, row i belongs to passages[i].
    """
    sides = _sides(passages)
    if sides is None:
        return []
    one, other = sides
    free = _centred(vectors[one] @ vectors[other].T)
    found = [
        (row, column)
        for row, column in _aligned(free)
        if free[row, column] >= (_LEAST_BESIDE if abs(one[row] - other[column]) == 1 else _LEAST)
        and free[row].argmax() == column
        and free[:, column].argmax() == row
        and _alike(passages[one[row]], passages[other[column]])
    ]
    kept = _of_like_length(passages, [Pair(one[row], other[column]) for row, column in found])
    if len(kept) < _TRANSLATED * min(len(one), len(other)):
        return []
    return [Pair(*sorted((pair.first, pair.second))) for pair in kept]


def _of_like_length(passages: Sequence[Passage], found: Sequence[Pair]) -> list[Pair]:
    """The pairs whose length ratio is about the usual one of the document."""
    lengths = [len(passages[pair.first].span) / len(passages[pair.second].span) for pair in found]
    usual = float(np.median(lengths)) if lengths else 1.0
    return [
        pair
        for pair, ratio in zip(found, lengths, strict=True)
        if usual / _STRETCH <= ratio <= usual * _STRETCH
    ]


def _centred(cosines: Vectors) -> Vectors:
    """The cosines, (n, m) float32, with the means of rows and columns taken out."""
    rows, columns = cosines.mean(axis=1, keepdims=True), cosines.mean(axis=0, keepdims=True)
    centred: Vectors = cosines - rows - columns + cosines.mean()
    return centred


def _alike(one: Passage, other: Passage) -> bool:
    return (one.role is Role.COMMENT) == (other.role is Role.COMMENT)


def _sides(passages: Sequence[Passage]) -> tuple[list[int], list[int]] | None:
    """Indices of the two languages with most passages; None for a document in one language."""
    usable = [
        index
        for index, passage in enumerate(passages)
        if passage.role.quotable and passage.language != "und"
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
