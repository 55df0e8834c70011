"""Whether two stretches of documents touch, and how much.

Sources are paths as the contract of the command line writes them, so they are compared as paths:
`./a\\b.txt` and `a/b.txt` are one, and so are the two Unicode spellings of one file name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from rag.records import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a document known by its source."""

    source: str
    span: Span


@lru_cache(maxsize=65536)
def source_key(source: str) -> str:
    """One spelling per path."""
    return str(PurePosixPath(unicodedata.normalize("NFC", source).replace("\\", "/")))


def overlap(left: Place, right: Place) -> bool:
    """Whether both share at least one character of one document."""
    return left.span.overlaps(right.span) and source_key(left.source) == source_key(right.source)


def touches(place: Place, gold: Iterable[Place]) -> bool:
    """Whether the place overlaps any gold place: what every figure calls a hit."""
    return any(overlap(place, each) for each in gold)


def iou(left: Place, right: Place) -> float:
    """Intersection over union of two places, in characters; 0 across documents."""
    if not overlap(left, right):
        return 0.0
    shared = min(left.span.end, right.span.end) - max(left.span.start, right.span.start)
    return shared / (len(left.span) + len(right.span) - shared)


def regions(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places with overlapping ones merged: alternative gold spans of one statement are one."""
    ordered = sorted(places, key=lambda each: (source_key(each.source), each.span))
    merged: list[Place] = []
    for place in ordered:
        if merged and overlap(merged[-1], place):
            span = Span(merged[-1].span.start, max(merged[-1].span.end, place.span.end))
            merged[-1] = Place(merged[-1].source, span)
        else:
            merged.append(place)
    return tuple(merged)


def share_touched(gold: Sequence[Place], places: Sequence[Place]) -> float:
    """Share of the gold places that any of the places overlaps."""
    return sum(touches(each, places) for each in gold) / len(gold)
