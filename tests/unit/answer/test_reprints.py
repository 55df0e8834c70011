"""A sentence that other documents print too is cited in each of them."""

from __future__ import annotations

import pytest

from rag.answer.reprints import Printed, reprints
from rag.answer.select import Bounds
from rag.records import Evidence, Passage, Span

WIRE = "The harbour of Kalvik froze over in the night to Tuesday for the first time in forty years."
CHINESE = "卡尔维克港在星期二凌晨结冰，这是四十年来的第一次，渔船全部被困在码头里。"
ROOM = Bounds(sentences=5, chars=600, margin=1.0)


def evidence(document: str, words: str) -> Evidence:
    span = Span(0, len(words))
    return Evidence(Passage(document, span, words), span, 1.0)


@pytest.mark.parametrize("words", [WIRE, CHINESE])
def test_the_same_words_elsewhere_are_places_of_one_sentence(words: str) -> None:
    best, other = evidence("a", words), evidence("b", f"(AP) {words}")
    assert reprints([best], [best, other], ROOM) == [Printed((best, other))]


@pytest.mark.parametrize(
    "words",
    [
        WIRE.replace("forty", "fifty"),
        WIRE.replace("froze", "never froze"),
        WIRE[:40],
        "The lake is deep.",
    ],
)
def test_what_says_something_else_or_less_is_no_reprint(words: str) -> None:
    best, other = evidence("a", WIRE), evidence("b", words)
    assert reprints([best], [best, other], ROOM) == [Printed((best,))]


def test_short_sentences_may_be_alike_by_chance() -> None:
    best, other = evidence("a", "The lake is deep."), evidence("b", "The lake is deep.")
    assert reprints([best], [best, other], ROOM) == [Printed((best,))]


def test_places_stay_within_the_bounds() -> None:
    best, *others = (evidence(name, WIRE) for name in "abcd")
    (two,) = reprints([best], [best, *others], Bounds(2, 600, 1.0))
    (few,) = reprints([best], [best, *others], Bounds(5, 3 * len(WIRE), 1.0))
    assert (len(two.places), len(few.places)) == (2, 3)


def test_a_document_is_one_place() -> None:
    best, other = evidence("a", WIRE), evidence("b", WIRE)
    beside = Evidence(other.passage, Span(0, len(WIRE) - 1), 0.5)
    own = Evidence(best.passage, Span(0, len(WIRE) - 1), 0.5)
    assert reprints([best], [best, own, other, beside], ROOM) == [Printed((best, other))]


def test_a_reprint_takes_the_place_of_what_was_removed() -> None:
    best, other = evidence("a", WIRE), evidence("b", WIRE)
    assert Printed((best, other)).within({"b"}) == Printed((other,))
    assert Printed((best,)).within({"b"}) is None
