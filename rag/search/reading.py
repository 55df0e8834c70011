"""The reader that was trained: spans scored in the best passages, within a budget of work.

It stands behind ports.Reader like the similarity reader. What it makes of each passage also
re-orders the hits, so search results profit from what was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.calibration import Calibration
from rag.ports import Reading
from rag.records import Evidence, Hit, Passage, Role, Span
from rag.search.rerank import reordered
from rag.search.signals import outside
from rag.text import answer_spans, questions, words
from rag.text.normalise import unbroken
from rag.text.questions import Question

QUOTABLE = frozenset(Role) - {Role.BOILERPLATE, Role.REFERENCE}
"""Roles whose sentences may be evidence."""
_LONGEST_DIRECT = 120
_NOTHING = -20.0


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its best answer span and that span's log-odds against "no answer here"."""

    span: Span
    answer: Span
    score: float


class SpanScorer(Protocol):
    """Scores the sentences of passages under a question."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[ReadSentence]]: ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """A read sentence with the passage it stands in and its features."""

    hit: Hit
    sentence: ReadSentence
    features: Mapping[str, float]
    score: float


class TrainedReader:
    """Reads the best passages with a span scorer.

    Parameters: `passages_read` and `chars_read` bound the work; the first passage is always read.
    """

    def __init__(
        self, scorer: SpanScorer, calibration: Calibration, passages_read: int, chars_read: int
    ) -> None:
        self._scorer = scorer
        self._calibration = calibration
        self._passages_read = passages_read
        self._chars_read = chars_read

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Sentences best first with their short answers, and how surely any answers at all."""
        chosen = self._within_budget(hits)
        if not chosen:
            return Reading((), 0.0)
        asked = questions.analyse(question)
        found = self._scorer.read(question, [hit.passage for hit in chosen])
        judged = [
            self._judged(asked, hit, sentence, hits[0].score)
            for hit, read in zip(chosen, found, strict=True)
            for sentence in read
        ]
        if not judged:
            return Reading((), 0.0)
        judged.sort(key=lambda item: -item.score)
        signals = {**_inside(judged), **outside(hits, asked.language, self._calibration)}
        return Reading(
            tuple(self._evidence(item) for item in judged),
            self._calibration.probability(signals),
            signals,
            reordered(hits, {item.hit.passage.id: item.score for item in reversed(judged)}),
        )

    def _within_budget(self, hits: Sequence[Hit]) -> list[Hit]:
        chosen: list[Hit] = []
        left = self._chars_read
        for hit in hits:
            if hit.passage.role not in QUOTABLE:
                continue
            if len(chosen) == self._passages_read or (chosen and len(hit.passage.text) > left):
                break
            chosen.append(hit)
            left -= len(hit.passage.text)
        return chosen

    def _judged(self, asked: Question, hit: Hit, read: ReadSentence, best: float) -> _Judged:
        sentence = unbroken(read.span.shifted(-hit.passage.span.start).of(hit.passage.text))
        features = {
            "span": read.score,
            "passage": hit.score - best,
            "terms": _coverage(asked, sentence),
            "holds": answer_spans.holds(sentence, asked),
        }
        return _Judged(hit, read, features, self._calibration.sentence(features))

    def _evidence(self, item: _Judged) -> Evidence:
        read = item.sentence
        sure = read.score >= self._calibration.direct_from
        short = len(read.answer) <= min(_LONGEST_DIRECT, len(read.span) - 1)
        answer = read.answer if sure and short else None
        return Evidence(item.hit.passage, read.span, item.score, answer)


def _coverage(asked: Question, sentence: str) -> float:
    """Share of the question's key terms that stand in the sentence."""
    terms = frozenset(words.key_terms(asked.text))
    return len(terms & frozenset(words.terms(sentence))) / len(terms) if terms else 0.0


def _inside(judged: Sequence[_Judged]) -> Mapping[str, float]:
    """What was read: the best sentence's features, and the score of the next."""
    second = judged[1].sentence.score if len(judged) > 1 else _NOTHING
    return {**judged[0].features, "second": second}
