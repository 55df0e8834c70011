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
        signals = {**best.features, **outside(hits, asked.language, self._calibration)}
        answerable = self._calibration.probability(signals)
        sure = answerable >= self._calibration.direct_from
        ranked = tuple(
            _evidence(found[index], score, asked if sure else None) for score, index in scored
        )
        return Reading(ranked, answerable, signals, _reread(hits, found, scored))


def _reread(
    hits: Sequence[Hit], found: Sequence[Candidate], scored: Sequence[tuple[float, int]]
) -> tuple[Hit, ...]:
    """The hits by their best sentence."""
    best = {found[index].hit.passage.id: score for score, index in reversed(scored)}
    return reordered(hits, best)


def _evidence(candidate: Candidate, score: float, asked: Question | None) -> Evidence:
    """The sentence as evidence; with `asked` the short answer in it, where it holds one."""
    passage = candidate.hit.passage
    quote = candidate.span.shifted(-passage.span.start).of(passage.text)
    inside = answer_spans.find(quote, asked) if asked else None
    answer = inside.shifted(candidate.span.start) if inside else None
    return Evidence(passage, candidate.span, score, answer)
