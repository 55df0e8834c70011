"""What tells whether anybody answers: the hits alone, and the sentences read in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.calibration import Calibration
from rag.records import Hit
from rag.search.candidates import Candidate

_CLEAR = 5.0
"""A lead in score beyond which more says nothing more; also that of a sentence alone."""


def signals_of(
    candidates: Sequence[Candidate], hits: Sequence[Hit], asked_in: str, calibration: Calibration
) -> Mapping[str, float]:
    """All that answerability goes by, of a question's hits and the sentences read in them."""
    scores = [calibration.sentence(each.features) for each in candidates]
    return {
        **inside(candidates, scores, asked_in),
        **outside(hits, asked_in, calibration),
    }


def outside(hits: Sequence[Hit], asked_in: str, calibration: Calibration) -> Mapping[str, float]:
    """Signals of a question's hits, none of which depends on its language or the passages'.

    "dense" is how far the best passage stands out from its library, "lexical" the best share of
    the question's terms, "topic" how much nearer the question lies to the whole library than
    unrelated texts of the two languages lie to each other: in a library on one topic a good
    passage stands out little, and this is what tells such a library from the wrong one.
    """
    top = hits[0]
    background = calibration.background_of(asked_in, top.passage.language)
    return {
        "dense": max(hit.scores.get("dense", 0.0) for hit in hits),
        "lexical": max(hit.scores.get("lexical", 0.0) for hit in hits),
        "topic": top.scores.get("topic", background) - background,
    }


def inside(
    candidates: Sequence[Candidate], scores: Sequence[float], asked_in: str
) -> Mapping[str, float]:
    """Signals of the sentences that were read, of which there is at least one, and their scores.

    Besides the best sentence's features: "lead" is how far its score lies above the next one's,
    "marked" the best span score of any sentence, "across" whether the best sentence is in
    another language than the question, where likeness and spans are never as sure.
    """
    first = max(range(len(scores)), key=lambda index: scores[index])
    others = (score for index, score in enumerate(scores) if index != first)
    best = candidates[first]
    return {
        **best.features,
        "lead": min(_CLEAR, scores[first] - max(others, default=scores[first] - _CLEAR)),
        "marked": max(each.features.get("span", 0.0) for each in candidates),
        "across": float(best.hit.passage.language != asked_in),
    }
