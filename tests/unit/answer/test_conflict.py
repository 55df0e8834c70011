"""Sources that contradict each other are both shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from rag.answer.conflict import disagreements, opposing
from rag.records import Evidence, Passage, Span

LONG = "The land border between Russia and China is 4200 kilometres long."
LONGER = "The land border between Russia and China is 4300 kilometres long."
OTHER = "Trade between Russia and China has grown for a decade."


def evidence(document: str, words: str, score: float, *, answers: bool = True) -> Evidence:
    span = Span(0, len(words))
    read = span if answers else None
    return Evidence(Passage(document, span, words, "en"), span, score, read=read)


def no_copies(ids: Sequence[str]) -> frozenset[frozenset[str]]:
    return frozenset()


def all_copies(ids: Sequence[str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in combinations(ids, 2))


def test_another_documents_number_opposes() -> None:
    ranked = [evidence("a", LONG, 3), evidence("b", OTHER, 2), evidence("c", LONGER, 1)]
    assert opposing(ranked, no_copies) == ranked[2]


def test_a_document_does_not_oppose_itself() -> None:
    assert opposing([evidence("a", LONG, 3), evidence("a", LONGER, 2)], no_copies) is None
    assert opposing([], no_copies) is None


def test_both_sides_are_named_by_their_numbers() -> None:
    one, another, longer = evidence("a", LONG, 3), evidence("b", OTHER, 2), evidence("c", LONGER, 1)
    (found,) = disagreements({(1, 2): one, (3,): another, (4,): longer}, no_copies)
    assert found.sides == ((1, 2), (4,))
    assert found.wordings == ("4200 kilometres", "4300 kilometres")
    assert "4200" in found.about
    assert "4300" in found.about


def test_copies_do_not_oppose_each_other() -> None:
    ranked = [evidence("a", LONG, 3), evidence("c", LONGER, 1)]
    assert opposing(ranked, all_copies) is None
    cited = {(number,): each for number, each in enumerate(ranked, 1)}
    assert disagreements(cited, all_copies) == ()
    assert len(disagreements(cited, no_copies)) == 1


def test_a_number_in_which_no_answer_was_read_opposes_nothing() -> None:
    ranked = [evidence("a", LONG, 3), evidence("c", LONGER, 1, answers=False)]
    assert opposing(ranked, no_copies) is None
