"""How like the question sentences are: measured where it can matter, expected elsewhere.

To embed every sentence read costs as much as to read them under the question. But the likeness of
a sentence strays little from what its passage's lets expect (by 0.026, the standard deviation over
tuning questions), so most sentences can neither come first nor be quoted whatever theirs is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from rag.calibration import Calibration
from rag.ports import Embedder
from rag.search.candidates import Candidate
from rag.text.questions import Question

_AT_ONCE = 8
"""Sentences embedded for a question. With these, answers are those with every sentence embedded."""
_STRAY = 0.05
"""How far above what is expected of it a likeness may lie; it lies higher in 1 of 100."""


def measured(
    question: Question, found: Sequence[Candidate], places: Collection[int], embedder: Embedder
) -> list[Candidate]:
    """The same sentences; those at `places` with their cosine as the embedder gives it.

    They are embedded in one batch.
    """
    if not places:
        return list(found)
    query = embedder.embed_queries([question.text])[0]
    cosines = embedder.embed_passages([found[place].words for place in places]) @ query
    known = dict(zip(places, cosines.tolist(), strict=True))
    return [
        _with_cosine(each, known[place]) if place in known else each
        for place, each in enumerate(found)
    ]


def measured_in_reach(
    question: Question,
    found: Sequence[Candidate],
    embedder: Embedder,
    calibration: Calibration,
    room: int,
) -> list[Candidate]:
    """The same sentences; the cosine is measured of those that may come first or be quoted.

    One batch is mostly enough; where what was measured lies far below what was expected, others
    have come into reach and are embedded as well.

    Parameters: `room` is how many times the usual bounds the answer may take.
    """
    known: set[int] = set()
    reach = calibration.margin * room
    stray = calibration.sentence.weights.get("cosine", 0.0) * _STRAY
    places = _within(found, reach + stray, calibration, _AT_ONCE * room)
    while places:
        found = measured(question, found, places, embedder)
        known.update(places)
        nearest = _within(found, reach, calibration, _AT_ONCE * room)
        places = [place for place in nearest if place not in known]
    return list(found)


def _within(
    found: Sequence[Candidate], reach: float, calibration: Calibration, most: int
) -> list[int]:
    """The places of up to `most` sentences at most so far below the best, best first."""
    scores = [calibration.sentence(each.features) for each in found]
    ranking = sorted(range(len(found)), key=lambda place: -scores[place])
    return [place for place in ranking[:most] if scores[place] >= scores[ranking[0]] - reach]


def _with_cosine(candidate: Candidate, cosine: float) -> Candidate:
    above = cosine - candidate.hit.scores.get("usual", 0.0)
    return replace(candidate, features={**candidate.features, "cosine": above})
