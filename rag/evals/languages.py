"""In which language the gold of a question is written, learnt from the passages of the run.

Question files need not say it, and a bilingual document has no single answer: the passages that
overlap the gold decide, then all passages seen of its document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rag.evals.matching import Place, source_key
from rag.evals.predictions import Prediction
from rag.records import Span

UNKNOWN = "und"


class SeenLanguages:
    """The language of every passage that was retrieved or cited for any question of a set."""

    def __init__(self, predictions: Iterable[Prediction]) -> None:
        self._seen: dict[str, dict[Span, str]] = {}
        for prediction in predictions:
            for retrieved in prediction.retrieved:
                self._note(retrieved.place, retrieved.language)
            for cited in prediction.citations:
                self._note(cited.place, cited.language)

    def _note(self, place: Place, language: str | None) -> None:
        if language:
            self._seen.setdefault(source_key(place.source), {})[place.span] = language

    def of(self, gold: Iterable[Place]) -> str | None:
        """The language of the first gold place: `und` where never seen, None without gold."""
        first = next(iter(gold), None)
        if first is None:
            return None
        spans = self._seen.get(source_key(first.source), {})
        here = Counter(language for span, language in spans.items() if span.overlaps(first.span))
        return _commonest(here or Counter(spans.values()))


def _commonest(counts: Counter[str]) -> str:
    """The most frequent language, the first by name among equals."""
    return min(counts, key=lambda language: (-counts[language], language), default=UNKNOWN)
