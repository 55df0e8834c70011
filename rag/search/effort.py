"""How far to read: passages best first, a few at a time, until those to come cannot matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.calibration import Calibration
from rag.records import Hit
from rag.search.candidates import Candidate
from rag.text.questions import Question, QuestionKind

_AT_A_TIME = 2
_ROOMY = frozenset({QuestionKind.LIST, QuestionKind.COMPARE})
_ROOM = 2
_READ_FOR_HOPE = 4
_HOPELESS = 0.1
"""Of the probability below which a question is refused. Of 1,015 tuning questions none that seemed
so unlikely to be answered, after so many passages, was answered once all was read and measured."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is read at most: passages, and characters of them; the first passage always is."""

    passages: int
    chars: int

    def rounds(self, hits: Sequence[Hit]) -> Iterator[tuple[Sequence[Hit], Hit | None]]:
        """The hits that fit, best first, a few at a time; with each few the hit that follows."""
        chosen = self._within(hits)
        for start in range(0, len(chosen), _AT_A_TIME):
            end = start + _AT_A_TIME
            yield chosen[start:end], chosen[end] if end < len(chosen) else None

    def _within(self, hits: Sequence[Hit]) -> list[Hit]:
        chosen: list[Hit] = []
        left = self.chars
        for hit in hits[: self.passages]:
            if chosen and len(hit.passage.text) > left:
                break
            chosen.append(hit)
            left -= len(hit.passage.text)
        return chosen


def room(kind: QuestionKind) -> int:
    """How many times the usual bounds an answer may take: lists and comparisons are roomy."""
    return _ROOM if kind in _ROOMY else 1


def is_settled(
    asked: Question, found: Sequence[Candidate], following: Hit | None, calibration: Calibration
) -> bool:
    """Whether the passages from `following` on are not worth reading.

    So it is once a scorer holds some sentence likelier to answer than not, and the next passage
    lies so far below the best sentence's that a sentence there, as good in all else, would miss it
    by half of what still lets it be quoted. Lists and comparisons are read to the end.
    """
    if following is None:
        return True
    if asked.kind in _ROOMY or not any(_answers(each) for each in found):
        return False
    best = max(found, key=lambda each: calibration.sentence(each.features))
    weight = calibration.sentence.weights.get("passage", 0.0)
    return weight * (best.hit.score - following.score) > calibration.margin / 2


def is_hopeless(
    found: Sequence[Candidate], signals: Mapping[str, float], calibration: Calibration
) -> bool:
    """Whether what a scorer read leaves hardly a chance of an answer.

    Parameters: `signals` are what answerability goes by, of the sentences `found`.
    """
    hopeless_below = _HOPELESS * calibration.point.refuse_below
    is_marked = any(each.marked for each in found)
    return is_marked and calibration.probability(signals) < hopeless_below


def is_given_up(
    found: Sequence[Candidate], signals: Mapping[str, float], calibration: Calibration
) -> bool:
    """Whether enough of the best passages were read without hope to leave the worse ones unread."""
    read = {each.hit.passage.id for each in found}
    return len(read) >= _READ_FOR_HOPE and is_hopeless(found, signals, calibration)


def _answers(candidate: Candidate) -> bool:
    return candidate.marked is not None and candidate.marked.score > 0
