"""Cuts PDFium's runs of characters into segments, and puts segments together into lines.

A run may cross from one column into the next; a gap wider than a space between words cuts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.ingest.pdf.characters import Character, Run
from rag.ingest.pdf.direction import is_rtl, logical

_GAP_SIZES = 0.8
_TAB_SIZES = 2.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters on one baseline with their common box; `characters[i]` is `text[i]`.

    White space that was put in between segments has no character of its own (None).
    """

    characters: tuple[Character | None, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    rtl: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top


def segments(runs: Iterable[Run]) -> Iterator[Segment]:
    """The segments of a page in PDFium's order; runs of white space alone give none."""
    for run in runs:
        for part in _parted(run.characters):
            words = _stripped(part)
            if words:
                yield _segment(logical(words), run.bold)


def joined(row: Sequence[Segment]) -> Segment:
    """One line from the segments on a baseline, in reading order, tabs where gaps are wide."""
    if len(row) == 1:
        return row[0]
    rtl = sum(segment.rtl for segment in row) * 2 > len(row)
    ordered = sorted(row, key=lambda segment: segment.left, reverse=rtl)
    characters: list[Character | None] = list(ordered[0].characters)
    text = ordered[0].text
    for before, after in pairwise(ordered):
        gap = before.left - after.right if rtl else after.left - before.right
        text += ("\t" if gap > _TAB_SIZES * after.size else " ") + after.text
        characters += [None, *after.characters]
    return Segment(
        tuple(characters),
        text,
        min(segment.left for segment in row),
        min(segment.top for segment in row),
        max(segment.right for segment in row),
        max(segment.bottom for segment in row),
        max(segment.size for segment in row),
        all(segment.bold for segment in row),
        rtl,
    )


def rows(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Segments grouped by baseline, from the top down."""
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda one: (one.top + one.bottom, one.left)):
        if row and not _on_baseline(row[0], segment):
            yield row
            row = []
        row.append(segment)
    if row:
        yield row


def _on_baseline(one: Segment, other: Segment) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.6 * min(one.height, other.height)


def _parted(characters: Sequence[Character]) -> Iterator[tuple[Character, ...]]:
    """Characters between wide gaps, whichever way the line runs."""
    seen = sorted((c for c in characters if not c.text.isspace()), key=lambda c: c.left)
    cuts: list[float] = []
    reach = seen[0].right if seen else 0.0
    for char in seen:
        if char.left - reach > _GAP_SIZES * max(char.size, 1.0):
            cuts.append((char.left + reach) / 2)
        reach = max(reach, char.right)
    if not cuts:
        yield tuple(characters)
        return
    edges = [float("-inf"), *cuts, float("inf")]
    for low, high in pairwise(edges):
        yield tuple(c for c in characters if low <= (c.left + c.right) / 2 < high)


def _stripped(characters: Sequence[Character]) -> tuple[Character, ...]:
    start, end = 0, len(characters)
    while start < end and characters[start].text.isspace():
        start += 1
    while end > start and characters[end - 1].text.isspace():
        end -= 1
    return tuple(characters[start:end])


def _segment(characters: tuple[Character, ...], bold: bool) -> Segment:
    sizes = sorted(char.size for char in characters if not char.text.isspace())
    return Segment(
        characters,
        "".join(char.text for char in characters),
        min(char.left for char in characters),
        min(char.top for char in characters),
        max(char.right for char in characters),
        max(char.bottom for char in characters),
        sizes[len(sizes) // 2],
        bold,
        is_rtl(characters),
    )
