"""Finds where an article ends and its readers' comments begin when nothing marks the border.

Every paragraph has a register; the border is the change point with the greatest likelihood gain
(of two means; Hinkley, Biometrika 1970). A change of register alone is no thread: columns,
letters and speeches are personal throughout, and some articles end on a personal note. Several
voices must be heard behind the border (paragraphs that answer somebody, or are careless in form)
and next to none before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rag.ingest.register import Register, register

_FEWEST_BEFORE = 2
_FEWEST_VOICES = 3
_VOICES = 0.2
"""Share of paragraphs behind the border that must show a voice of their own."""
_LOUD = 0.5
"""The same share where the article is a personal one itself."""
_QUIET = 0.12
"""Share of paragraphs before the border that may look so by chance."""
_PERSONAL_ARTICLE = 0.9
"""Mean density of personal words from which an article is a personal one."""
_ABOVE = 0.4
"""How far above the article's median score a paragraph at the border may belong to the thread."""
_SPOKEN = 0.5
"""Density of personal words from which a paragraph speaks to somebody."""
_TALKING = 1.0
"""The same where nothing else shows it."""
_CONTRAST = 0.6
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
    possible = _reaches_back(found, best)
    before, after = found[:possible], found[possible:]
    if sum(one.move for one in before) > _QUIET * len(before):
        return None
    if _mean(after) - _mean(before) < _CONTRAST or not (_voices(after) or _address(before, after)):
        return None
    if not _sure(before, after):
        return Border(possible, len(found))
    moves = (index for index in range(possible, best) if found[index].move)
    return Border(possible, next(moves, best))


def _voices(after: Sequence[Register]) -> bool:
    """Whether more than one paragraph shows that somebody else than the author speaks."""
    moves = sum(one.move for one in after)
    return moves >= 2 and moves >= _VOICES * len(after)


def _address(before: Sequence[Register], after: Sequence[Register]) -> bool:
    """Whether an impersonal text turns personal in most of its paragraphs."""
    spoken = sum(one.personal >= _SPOKEN for one in after)
    own = sum(one.personal >= _SPOKEN for one in before)
    return spoken >= max(_FEWEST_VOICES, 0.6 * len(after)) and own <= _QUIET * len(before)


def _sure(before: Sequence[Register], after: Sequence[Register]) -> bool:
    """Whether the voices are enough, one answers, and the article was not a personal one."""
    personal = sum(one.personal for one in before) / len(before)
    moves = sum(one.move for one in after)
    if moves < max(_FEWEST_VOICES, _VOICES * len(after)):
        return False
    loud = moves >= _LOUD * len(after)
    return any(one.reply for one in after) and (loud or personal <= _PERSONAL_ARTICLE)


def talks(paragraphs: Sequence[str]) -> bool:
    """Whether a third of the paragraphs or more speak as people do in a talk."""
    found = [register(paragraph) for paragraph in paragraphs]
    voices = sum(one.move or one.personal >= _TALKING for one in found)
    return bool(found) and voices >= len(found) / 3


def _change_point(scores: Sequence[float]) -> int | None:
    """The index that parts the scores into a low and a high run with the greatest likelihood gain
    for two means of one variance: n m / (n + m) times the squared difference."""
    best, gain = None, 0.0
    total, before = sum(scores), sum(scores[:_FEWEST_BEFORE])
    for index in range(_FEWEST_BEFORE, len(scores) - 1):
        left, right = index, len(scores) - index
        rise = (total - before) / right - before / left
        if rise > 0 and rise * rise * left * right > gain:
            best, gain = index, rise * rise * left * right
        before += scores[index]
    return best


def _mean(found: Sequence[Register]) -> float:
    return sum(one.score for one in found) / len(found)


def _reaches_back(found: Sequence[Register], best: int) -> int:
    """First paragraph of the run before the border that is clearly above the article's level."""
    level = median(one.score for one in found[:best])
    first = best
    while first > _FEWEST_BEFORE and found[first - 1].score > level + _ABOVE:
        first -= 1
    return first
