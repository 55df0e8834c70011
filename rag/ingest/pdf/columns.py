"""Puts the segments of a page into reading order: column by column, between what spans them.

A gutter is a strip that hardly any segment crosses, with columns of filled lines on both sides;
the segments that cross it (a title, a wide table) cut the page into bands. Each column is
searched for gutters again. A table has gutters too, but its cells do not fill their columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rag.ingest.pdf.lines import Segment

_MOST_COLUMNS_DEEP = 3
_FEWEST_LINES = 4
_MOST_STRIPS = 8
_GUTTER_SIZES = 0.8
_CROSSING_SHARE = 0.15
_NARROWEST_SHARE = 0.2
_FILLED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip between two columns, in points from the page's left edge."""

    left: float
    right: float

    def crossed_by(self, segment: Segment) -> bool:
        return segment.left < self.left and segment.right > self.right


def columns(segments: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """Groups of segments in reading order; inside a group the order is from the top down."""
    gutter = _gutter(segments) if depth < _MOST_COLUMNS_DEEP else None
    if gutter is None:
        return [sorted(segments, key=lambda one: (one.top + one.bottom, one.left))]
    rtl = sum(segment.rtl for segment in segments) * 2 > len(segments)
    ordered: list[list[Segment]] = []
    for band in _bands(segments, gutter):
        spanning = [one for one in band if gutter.crossed_by(one)]
        left = [one for one in band if not gutter.crossed_by(one) and one.left < gutter.left]
        right = [one for one in band if not gutter.crossed_by(one) and one.left >= gutter.left]
        sides = [right, left] if rtl else [left, right]
        ordered += [spanning] if spanning else []
        for side in sides:
            ordered += columns(side, depth + 1) if side else []
    return ordered


def _bands(segments: Sequence[Segment], gutter: _Gutter) -> list[list[Segment]]:
    """The page cut above and below each run of spanning segments."""
    bands: list[list[Segment]] = [[]]
    spanning = False
    for segment in sorted(segments, key=lambda one: one.top + one.bottom):
        crosses = gutter.crossed_by(segment)
        if crosses != spanning and bands[-1]:
            bands.append([])
        spanning = crosses
        bands[-1].append(segment)
    return bands


def _gutter(segments: Sequence[Segment]) -> _Gutter | None:
    """The widest strip that parts the segments into columns of text."""
    if len(segments) < 2 * _FEWEST_LINES:
        return None
    size = median(segment.size for segment in segments)
    strips = sorted(_strips(segments, size), key=lambda strip: strip.left - strip.right)
    return next((strip for strip in strips[:_MOST_STRIPS] if _parts(strip, segments)), None)


def _strips(segments: Sequence[Segment], size: float) -> list[_Gutter]:
    """Strips crossed by few segments, from a sweep over their left and right edges."""
    events = sorted([(s.left, 1) for s in segments] + [(s.right, -1) for s in segments])
    most = _CROSSING_SHARE * len(segments)
    strips: list[_Gutter] = []
    covering = 0
    opened: float | None = None
    for place, change in events:
        covering += change
        if opened is not None and covering > most:
            if place - opened > _GUTTER_SIZES * size:
                strips.append(_Gutter(opened, place))
            opened = None
        elif opened is None and covering <= most:
            opened = place
    return strips


def _parts(gutter: _Gutter, segments: Sequence[Segment]) -> bool:
    """Whether columns of filled lines stand beside each other on the gutter's sides."""
    left = [one for one in segments if one.right <= gutter.right and one.left < gutter.left]
    right = [one for one in segments if one.left >= gutter.left and one.right > gutter.right]
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    overlap = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
    if overlap < 0.3 * min(_bottom(left) - _top(left), _bottom(right) - _top(right)):
        return False
    width = max(one.right for one in segments) - min(one.left for one in segments)
    return all(_is_column(side, width) for side in (left, right))


def _is_column(segments: Sequence[Segment], page_width: float) -> bool:
    width = max(one.right for one in segments) - min(one.left for one in segments)
    filled = median(one.right - one.left for one in segments)
    return width >= _NARROWEST_SHARE * page_width and filled >= _FILLED_SHARE * width


def _top(segments: Sequence[Segment]) -> float:
    return min(segment.top for segment in segments)


def _bottom(segments: Sequence[Segment]) -> float:
    return max(segment.bottom for segment in segments)
