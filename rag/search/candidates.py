"""Sentences of the passages found, with the features that tell whether they answer a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.records import Hit, Role, Span
from rag.search.spans import SpanRead, SpanScorer
from rag.text import answer_spans, rarity, sentences, words
from rag.text.normalise import unbroken
from rag.text.questions import Question, QuestionKind
from rag.text.titular import is_titular

_SHORTEST = 2
_LESS_ALIKE = 0.023
"""How far a sentence's cosine is taken to lie below its passage's (0.018 in the mean)."""
_ASIDES = frozenset({Role.NOTE, Role.CAPTION})
_TOLD_ASIDE = frozenset(
    {QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.SAYS}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit's passage with its features.

    "cosine" is above the usual cosine of the passage's language (until `likeness.measured` knows
    it, what is expected of it), "passage" the hit's score below the best hit's, "terms" the share
    of the question's key terms by rarity, "holds" whether the kind of answer asked for is there,
    "heading" 1 for what is rather a title, or a note beside the text that is asked for more than
    names, dates and places, "span" the log-odds of the best answer that a span scorer `marked` in
    it.
    """

    hit: Hit
    span: Span
    words: str
    features: Mapping[str, float]
    marked: SpanRead | None = None


def candidates(
    question: Question, hits: Sequence[Hit], best: float, scorer: SpanScorer | None = None
) -> list[Candidate]:
    """Every quotable sentence of `hits`, in their order; `best` is the best score of all hits.

    The scorer reads the passages here in one batch, so their length is what the time goes into.
    """
    quotable = [hit for hit in hits if hit.passage.role.quotable]
    found = _found(question, quotable, best)
    return _marked(question, quotable, found, scorer) if scorer else found


def _found(question: Question, hits: Sequence[Hit], best: float) -> list[Candidate]:
    """The sentences with what is known of them without any model."""
    places = [(hit, span) for hit in hits for span in _spans(hit)]
    texts = [unbroken(hit.passage.words(span)) for hit, span in places]
    asked = frozenset(words.key_terms(question.text))
    shares = rarity.shares(asked, [asked & frozenset(words.terms(text)) for text in texts])
    return [
        Candidate(
            hit,
            span,
            text,
            {
                "cosine": _expected(hit),
                "passage": hit.score - best,
                "terms": share,
                "holds": answer_spans.holds(text, question),
                "heading": float(is_titular(text) or _aside(hit, question)),
            },
        )
        for (hit, span), text, share in zip(places, texts, shares, strict=True)
    ]


def _marked(
    question: Question, hits: Sequence[Hit], found: Sequence[Candidate], scorer: SpanScorer
) -> list[Candidate]:
    """The sentences the scorer could read, with what it made of them."""
    read = scorer.read(question.text, [hit.passage for hit in hits])
    by_place = {
        (hit.passage.id, each.sentence): each
        for hit, of_passage in zip(hits, read, strict=True)
        for each in of_passage
    }
    return [
        _with_span(candidate, each)
        for candidate in found
        if (each := by_place.get((candidate.hit.passage.id, candidate.span)))
    ]


def _with_span(candidate: Candidate, read: SpanRead) -> Candidate:
    features = {**candidate.features, "span": read.score}
    return replace(candidate, features=features, marked=read)


def _expected(hit: Hit) -> float:
    """The likeness of a passage's sentences before any is embedded.

    A passage that only shares terms is taken to be as like as any other of its language.
    """
    return hit.scores.get("dense", 0.0) - _LESS_ALIKE


def _spans(hit: Hit) -> list[Span]:
    passage = hit.passage
    return [
        span.shifted(passage.span.start)
        for span in sentences.split(passage.text, passage.language)
        if len(span) >= _SHORTEST
    ]


def _aside(hit: Hit, question: Question) -> bool:
    """Whether a byline, a note or a caption is asked something that it cannot tell."""
    return hit.passage.role in _ASIDES and question.kind not in _TOLD_ASIDE
