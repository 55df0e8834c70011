"""Signals of what was read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.calibration import load
from rag.records import Hit, Passage, Span
from rag.search.candidates import Candidate
from rag.search.signals import inside

CALIBRATION = load("similarity")


def hit(text: str, rank: int = 1, language: str = "en") -> Hit:
    passage = Passage("d", Span(0, len(text)), text, language)
    return Hit(passage, rank, 0.1, {"dense": 0.1, "usual": 0.7})


def candidate(cosine: float, span: float | None = None, language: str = "en") -> Candidate:
    features = {"cosine": cosine} | ({} if span is None else {"span": span})
    return Candidate(hit("words", language=language), Span(0, 5), "words", features)


def read_in(language: str, *read: Candidate) -> Mapping[str, float]:
    return inside(read, [CALIBRATION.sentence(each.features) for each in read], language)


def test_the_lead_is_over_the_second_best_wherever_it_stands() -> None:
    signals = read_in("en", candidate(0.1), candidate(0.3), candidate(0.25))
    scores = [CALIBRATION.sentence({"cosine": value}) for value in (0.3, 0.25)]
    assert signals["lead"] == pytest.approx(min(5.0, scores[0] - scores[1]))
    assert signals["cosine"] == 0.3


def test_a_sentence_alone_leads_clearly() -> None:
    assert read_in("en", candidate(0.1))["lead"] == 5.0


def test_marked_is_the_best_span_of_any_sentence() -> None:
    signals = read_in("en", candidate(0.3, span=-2.0), candidate(0.1, span=1.5))
    assert signals["marked"] == 1.5
    assert signals["span"] == -2.0


@pytest.mark.parametrize(("told_in", "across"), [("en", 0.0), ("zh", 1.0)])
def test_across_is_whether_the_languages_differ(told_in: str, across: float) -> None:
    assert read_in("en", candidate(0.1, language=told_in))["across"] == across
