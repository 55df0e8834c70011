"""The reader that needs no training of its own: sentences scored by likeness, terms and type.

It stands behind ports.Reader, so that a trained reader replaces it by one adapter.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.calibration import Calibration
from rag.ports import Embedder, Reading
from rag.records import Evidence, Hit
from rag.search.candidates import Candidate, candidates
from rag.search.rerank import reordered
from rag.search.signals import outside
from rag.text import answer_spans, questions
from rag.text.questions import Question


class SimilarityReader:
    """Scores every sentence of the best passages as a linear mix of its features.

    The weights come from the calibration; `answerable` is a logistic of the best sentence's
    features and of how far the best passage stands out from the whole corpus.
    """

    def __init__(
        self,
        embedder: Embedder,
        calibration: Calibration,
        passages_read: int,
    ) -> None:
        self._embedder = embedder
        self._calibration = calibration
        self._passages_read = passages_read

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Sentences best first with their short answers, and how surely any answers at all."""
        asked = questions.analyse(question)
        found = candidates(asked, hits[: self._passages_read], self._embedder)
        if not found:
            return Reading((), 0.0)
        scored = sorted(
            (
                (self._calibration.sentence(item.features), index)
                for index, item in enumerate(found)
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        best = found[scored[0][1]]
        ranked = tuple(_evidence(found[index], score, asked) for score, index in scored)
        signals = {**best.features, **outside(hits, asked.language, self._calibration)}
        return Reading(
            ranked, self._calibration.probability(signals), signals, _reread(hits, found, scored)
        )


def _reread(
    hits: Sequence[Hit], found: Sequence[Candidate], scored: Sequence[tuple[float, int]]
) -> tuple[Hit, ...]:
    """The hits by their best sentence."""
    best = {found[index].hit.passage.id: score for score, index in reversed(scored)}
    return reordered(hits, best)


def _evidence(candidate: Candidate, score: float, question: Question) -> Evidence:
    inside = answer_spans.find(candidate.words, question)
    quote = candidate.span.shifted(-candidate.hit.passage.span.start).of(candidate.hit.passage.text)
    answer = None
    if inside is not None and candidate.words == quote:
        answer = inside.shifted(candidate.span.start)
    return Evidence(candidate.hit.passage, candidate.span, score, answer)
