"""Finds where an article ends and its readers' comments begin when nothing marks the border.

Every paragraph has a register; the border is the change point with the greatest likelihood gain
(Page's CUSUM, Biometrika 1954, on the scores). A change of register alone is no thread: columns,
letters and speeches are personal throughout, and some articles end on a personal note. Several
voices must be heard behind the border (paragraphs that answer somebody, or are careless in form)
and next to none before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.ingest.register import Register, register

_FEWEST_BEFORE = 2
_FEWEST_VOICES = 3
_VOICES = 0.3
"""Share of paragraphs behind the border that must show a voice of their own."""
_QUIET = 0.12
"""Share of paragraphs before the border that may look so by chance."""
_PERSONAL_ARTICLE = 0.9
"""Mean density of personal words from which an article is a personal one."""
_CONTRAST = 1.0
"""Least difference of the mean scores on the two sides."""


@dataclass(frozen=True, slots=True)
class Border:
    """Paragraph indices: comments are possible from `possible` on and certain from `certain` on."""

    possible: int
    certain: int


def border(paragraphs: Sequence[str]) -> Border | None:
    """Where comments begin, or None where one voice speaks throughout.

    Parameters: `paragraphs` in order, headings and template leftovers taken out. Where only some
    of the evidence is there, nothing is certain: `certain` is the number of paragraphs.
    """
    found = [register(paragraph) for paragraph in paragraphs]
    best = _change_point([one.score for one in found])
    if best is None:
        return None
    before, after = found[:best], found[best:]
    voices = sum(one.move for one in after)
    loud = sum(one.move for one in before) / len(before)
    if voices < 2 or voices < _VOICES * len(after) or loud > _QUIET:
        return None
    if _mean(after) - _mean(before) < _CONTRAST:
        return None
    personal = sum(one.personal for one in before) / len(before)
    if voices < _FEWEST_VOICES or not any(one.reply for one in after) or personal > _PERSONAL_ARTICLE:
        return Border(best, len(found))
    return Border(_doubtful(found, best), best)


def talks(paragraphs: Sequence[str]) -> bool:
    """Whether a third of the paragraphs or more speak as people do in a talk."""
    found = [register(paragraph) for paragraph in paragraphs]
    voices = sum(one.move or one.personal >= 1.0 for one in found)
    return bool(found) and voices >= len(found) / 3


def _change_point(scores: Sequence[float]) -> int | None:
    """The index whose split parts low scores from high ones best."""
    best, gain = None, 0.0
    total = sum(scores)
    before = sum(scores[:_FEWEST_BEFORE])
    for index in range(_FEWEST_BEFORE, len(scores) - 1):
        split = total - 2 * before
        if scores[index] > 0 and split > gain:
            best, gain = index, split
        before += scores[index]
    return best


def _mean(found: Sequence[Register]) -> float:
    return sum(one.score for one in found) / len(found)


def _doubtful(found: Sequence[Register], best: int) -> int:
    """First paragraph of the run before the border that does not clearly report."""
    first = best
    while first > _FEWEST_BEFORE and found[first - 1].score > 0:
        first -= 1
    return first
