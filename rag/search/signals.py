"""What the hits alone tell about whether anybody answers, before a sentence is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.calibration import Calibration
from rag.records import Hit


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
        "topic": top.scores.get("usual", background) - background,
    }
