"""Citation measures by hand."""

from __future__ import annotations

import pytest

from rag.evals import citing
from rag.evals.matching import Place
from rag.evals.predictions import Cited
from rag.evals.questions import GoldSpan
from rag.records import Span

TEXT = "The bridge opened in 1902. Others say 1903."


def cited(start: int, end: int, source: str = "a.txt", speaker: str | None = None) -> Cited:
    return Cited(1, Place(source, Span(start, end)), TEXT[start:end], "en", speaker)


def gold(start: int, end: int, **more: str) -> GoldSpan:
    return GoldSpan(**{"source": "a.txt", "span": Span(start, end), **more})


def text_of(source: str) -> str | None:
    return {"a.txt": TEXT}.get(source)


GOLD = citing.gold_places([gold(21, 25)])


def test_hits() -> None:
    miss, hit = cited(27, 43), cited(0, 26)
    assert citing.first_citation_hit([hit, miss], GOLD) == 1
    assert citing.first_citation_hit([miss, hit], GOLD) == 0
    assert citing.citation_hit([miss, hit], GOLD) == 1
    assert citing.citation_hit([cited(0, 26, "b.txt")], GOLD) == 0
    assert citing.citation_precision([miss, hit, miss], GOLD) == 1 / 3


def test_no_citations_hit_nothing() -> None:
    assert citing.first_citation_hit([], GOLD) == 0
    assert citing.citation_precision([], GOLD) == 0
    assert citing.citation_recall([], GOLD) == 0
    assert citing.span_iou([], GOLD) == 0


def test_recall_counts_alternative_spans_of_one_statement_once() -> None:
    # 21-25 and 18-25 are one region, 38-42 is another: one of two is cited.
    places = citing.gold_places([gold(21, 25), gold(18, 25), gold(38, 42)])
    assert citing.citation_recall([cited(0, 26)], places) == 1 / 2


def test_best_span_overlap_by_hand() -> None:
    # 21-25 inside 0-26: 4 of 26 characters.
    assert citing.span_iou([cited(27, 43), cited(0, 26)], GOLD) == 4 / 26


@pytest.mark.parametrize(
    ("quote", "source", "exact"),
    [("The bridge", "a.txt", 1), ("the bridge", "a.txt", 0), ("The bridge", "gone.txt", 0)],
)
def test_a_quote_is_its_slice(quote: str, source: str, exact: float) -> None:
    made = Cited(1, Place(source, Span(0, 10)), quote)
    assert citing.quote_exactness([made], text_of) == exact


def test_without_citations_no_quote_can_be_inexact() -> None:
    assert citing.quote_exactness([], text_of) is None


def test_both_sides_need_a_citation_each() -> None:
    sides = citing.sides_of([gold(21, 25, side="1902"), gold(38, 42, side="1903")])
    assert citing.both_sides_shown([cited(0, 26)], sides) == 0
    assert citing.both_sides_shown([cited(0, 26), cited(27, 43)], sides) == 1


def test_sides_are_documents_where_nobody_marked_them() -> None:
    assert len(citing.sides_of([gold(0, 2), gold(4, 5), gold(0, 2, source="b.txt")])) == 2


def test_speakers_are_compared_where_the_gold_names_one() -> None:
    said = [gold(21, 25, speaker="Ada Holm"), gold(38, 42)]
    assert citing.speaker_accuracy([cited(0, 26, speaker="ada  holm")], said) == 1
    assert citing.speaker_accuracy([cited(0, 26, speaker="Lin")], said) == 0
    assert citing.speaker_accuracy([cited(27, 43, speaker="Lin")], said) is None
