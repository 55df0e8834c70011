"""Which sentences make up a quoted answer."""

from __future__ import annotations

from rag.answer.select import Bounds, select
from rag.records import Evidence, Passage, Span

ROOM = Bounds(sentences=3, chars=600, margin=1.0)


def evidence(document: str, start: int, words: str, score: float) -> Evidence:
    span = Span(start, start + len(words))
    return Evidence(Passage(document, span, words), span, score)


def test_best_first_then_its_neighbours_in_their_order() -> None:
    late = evidence("a", 200, "The treaty ended in August.", 0.9)
    best = evidence("a", 100, "It was signed in Washington.", 1.0)
    early = evidence("a", 0, "Two presidents met that winter.", 0.8)
    assert select([best, late, early], ROOM) == [best, early, late]


def test_a_sentence_far_below_the_best_is_left_out() -> None:
    best = evidence("a", 0, "The border is 4200 kilometres long.", 3.0)
    weak = evidence("b", 0, "Trade has grown for a decade.", 1.9)
    assert select([best, weak], ROOM) == [best]


def test_what_was_said_is_not_said_again() -> None:
    best = evidence("a", 0, "China bought the S-400 system in 2014.", 3.0)
    again = evidence("b", 0, "In 2014 China bought the S-400 system.", 2.9)
    assert select([best, again], ROOM) == [best]


def test_characters_are_bounded_but_the_best_always_stands() -> None:
    best = evidence("a", 0, "x" * 700, 3.0)
    other = evidence("b", 0, "y" * 20, 2.9)
    assert select([best, other], ROOM) == [best]


def test_nothing_gives_nothing() -> None:
    assert select([], ROOM) == []


def test_what_a_twin_says_already_is_not_said_again() -> None:
    one, other = evidence("a", 0, "The bridge stands.", 3), evidence("a", 40, "桥还在那里。", 2)
    assert select([one, other], Bounds(5, 600, 9)) == [one, other]
    assert select([one, other], Bounds(5, 600, 9), lambda x, y: {x, y} == {one, other}) == [one]
