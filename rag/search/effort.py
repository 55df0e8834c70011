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
_DISPUTED = frozenset({QuestionKind.WHEN, QuestionKind.HOW_MANY, QuestionKind.YES_NO})
"""Kinds whose answers can contradict one another: dates, numbers, yes and no."""
_READ_FOR_HOPE = 4
_HOPELESS = 0.1
"""Of the probability below which a question is refused. Of 1,015 tuning questions none that seemed
so unlikely to be answered, after so many passages, was answered once all was read and measured."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is read at most: passages, and characters of them; the first passage always is."""

    passages: int
    chars: int

    def rounds(self, hits: Sequence[Hit]) -> Iterator[tuple[Sequence[Hit], Sequence[Hit]]]:
        """The hits that fit, best first, a few at a time; with each few the hits that follow."""
        chosen = self._within(hits)
        for start in range(0, len(chosen), _AT_A_TIME):
            end = start + _AT_A_TIME
            yield chosen[start:end], chosen[end:]

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
    asked: Question, found: Sequence[Candidate], following: Sequence[Hit], calibration: Calibration
) -> bool:
    """Whether the passages `following` are not worth reading.

    So it is once a scorer holds some sentence likelier to answer than not, and the next passage
    lies so far below the best sentence's that a sentence there, as good in all else, would miss it
    by half of what still lets it be quoted. Lists and comparisons are read to the end.
    """
    if not following:
        return True
    if asked.kind in _ROOMY or not any(_answers(each) for each in found):
        return False
    below = _best(found, calibration).score - following[0].score
    return _passage_weight(calibration) * below > calibration.margin / 2


def unheard(
    asked: Question, found: Sequence[Candidate], following: Sequence[Hit], calibration: Calibration
) -> list[Hit]:
    """Of the passages `following`, left unread once one source is sure, those that may contradict.

    They are the best of documents not read yet, to a question whose answers can oppose: a sentence
    there, as good as the best in all else, could still be quoted. Across languages the shares of
    terms are left out: a translation has none of the question's words.
    """
    if asked.kind not in _DISPUTED:
        return []
    best, weight = _best(found, calibration), _passage_weight(calibration)
    heard = {each.hit.passage.document_id for each in found}
    others: dict[str, Hit] = {}
    for hit in following:
        document = hit.passage.document_id
        if document not in heard and weight * _below(best, hit) <= calibration.margin:
            others.setdefault(document, hit)
    return list(others.values())[:_AT_A_TIME]


def _best(found: Sequence[Candidate], calibration: Calibration) -> Hit:
    """Where the best sentence stands."""
    return max(found, key=lambda each: calibration.sentence(each.features)).hit


def _passage_weight(calibration: Calibration) -> float:
    return calibration.sentence.weights.get("passage", 0.0)


def _below(best: Hit, hit: Hit) -> float:
    """How far a hit lies below the best, by what the two have in common."""
    if hit.passage.language == best.passage.language:
        return best.score - hit.score
    return best.scores.get("dense", 0.0) - hit.scores.get("dense", 0.0)


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
