"""How far to read: passages best first, a few at a time, until those to come cannot matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.calibration import Calibration
from rag.records import Hit
from rag.search.candidates import Candidate
from rag.text.questions import Question, QuestionKind

_AT_A_TIME = 2
_READ_TO_THE_END = frozenset({QuestionKind.LIST, QuestionKind.COMPARE})


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
    if asked.kind in _READ_TO_THE_END or not any(_answers(each) for each in found):
        return False
    best = max(found, key=lambda each: calibration.sentence(each.features))
    weight = calibration.sentence.weights.get("passage", 0.0)
    return weight * (best.hit.score - following.score) > calibration.margin / 2


def _answers(candidate: Candidate) -> bool:
    return candidate.marked is not None and candidate.marked.score > 0
