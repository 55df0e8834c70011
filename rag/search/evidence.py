"""The reader: every sentence of the best passages scored, and how surely any of them answers.

It stands behind ports.Reader. Without a span scorer it goes by likeness, terms and the kind of
answer alone; with one, what a trained model makes of each sentence joins these features.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.calibration import Calibration
from rag.ports import Embedder, Reading
from rag.records import Evidence, Hit, Span
from rag.search.candidates import Candidate, candidates
from rag.search.effort import Effort, is_given_up, is_hopeless, is_settled, room, unheard
from rag.search.likeness import measured, measured_in_reach
from rag.search.rerank import reordered
from rag.search.signals import signals_of
from rag.search.spans import SpanScorer
from rag.text import answer_spans, questions
from rag.text.bare import bare
from rag.text.questions import Question

_LONGEST_DIRECT = 120
_FULL_STOPS = (".", "。", "۔")
_INITIALS = re.compile(r"\b\w\.$")


class EvidenceReader:
    """Scores every sentence of the best passages as a linear mix of its features.

    The weights come from the calibration; `answerable` is a logistic of the best sentence's
    features and of how far the best passage stands out from the whole corpus.
    """

    def __init__(
        self,
        embedder: Embedder,
        calibration: Calibration,
        effort: Effort,
        scorer: SpanScorer | None = None,
    ) -> None:
        self._embedder = embedder
        self._calibration = calibration
        self._effort = effort
        self._scorer = scorer

    def candidates(self, asked: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences of as many of `hits` as are read, in their order, all measured."""
        found = self._found(asked, hits)
        return measured(asked, found, range(len(found)), self._embedder)

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Sentences best first with their short answers, and how surely any answers at all."""
        asked = questions.analyse(question)
        found = self._found(asked, hits)
        if not found:
            return Reading((), 0.0)
        found = self._weighed(asked, found, hits)
        scores = [self._calibration.sentence(item.features) for item in found]
        signals = self._signals(asked, found, hits)
        answerable = self._calibration.probability(signals)
        ranking = sorted(range(len(found)), key=lambda index: -scores[index])
        return Reading(
            tuple(self._evidence(found[i], scores[i], asked, answerable) for i in ranking),
            answerable,
            signals,
            reordered(hits, {found[i].hit.passage.id: scores[i] for i in reversed(ranking)}),
        )

    def _found(self, asked: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences of as many of `hits` as are worth reading, none of them embedded."""
        found: list[Candidate] = []
        for some, following in self._effort.rounds(hits):
            found += candidates(asked, some, hits[0].score, self._scorer)
            if is_settled(asked, found, following, self._calibration):
                if others := unheard(asked, found, following, self._calibration):
                    found += candidates(asked, others, hits[0].score, self._scorer)
                break
            if found and is_given_up(found, self._signals(asked, found, hits), self._calibration):
                break
        return found

    def _weighed(
        self, asked: Question, found: Sequence[Candidate], hits: Sequence[Hit]
    ) -> list[Candidate]:
        """The sentences, embedded where that can matter: all of them where no scorer read them."""
        if not self._scorer:
            return measured(asked, found, range(len(found)), self._embedder)
        if is_hopeless(found, self._signals(asked, found, hits), self._calibration):
            return list(found)
        return measured_in_reach(asked, found, self._embedder, self._calibration, room(asked.kind))

    def _signals(
        self, asked: Question, found: Sequence[Candidate], hits: Sequence[Hit]
    ) -> Mapping[str, float]:
        return signals_of(found, hits, asked.language, self._calibration)

    def _evidence(
        self, candidate: Candidate, score: float, asked: Question, answerable: float
    ) -> Evidence:
        """The sentence as evidence, with the short answer in it where it is sure."""
        told = _told(candidate, asked)
        direct = told if _is_sure(candidate, answerable, self._calibration.direct_from) else None
        read = None if candidate.marked and candidate.marked.score <= 0 else told
        return Evidence(candidate.hit.passage, candidate.span, score, direct, read)


def _told(candidate: Candidate, asked: Question) -> Span | None:
    """The words of the sentence that would answer, if any do.

    A span scorer says so itself; without one the kind of answer asked for shows it.
    """
    if candidate.marked:
        return _unclosed(candidate, candidate.marked.answer) or None
    typed = answer_spans.find(candidate.hit.passage.words(candidate.span), asked)
    return typed.shifted(candidate.span.start) if typed else None


def _unclosed(candidate: Candidate, answer: Span) -> Span:
    """An answer without the marks that part it from what stands beside it.

    One that closes its sentence loses the sentence's full stop ("J. K." keeps its).
    """
    answer = bare(candidate.hit.passage.words(answer)).shifted(answer.start)
    words = candidate.hit.passage.words(answer)
    closes = answer.end == candidate.span.end and words.endswith(_FULL_STOPS)
    if not closes or len(words) < 2 or _INITIALS.search(words):
        return answer
    return Span(answer.start, answer.end - 1)


def _is_sure(candidate: Candidate, answerable: float, sure_from: float) -> bool:
    """Whether it is sure which words answer: by the scorer, or by there being an answer at all."""
    read = candidate.marked
    if read is None:
        return answerable >= sure_from
    short = len(read.answer) <= min(_LONGEST_DIRECT, len(candidate.span) - 1)
    return short and read.surety >= sure_from
