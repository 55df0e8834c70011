"""The parser of a model's keys: what is a mark, what is text, and that streaming changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.answer.citations import CitationParser, Mark, parse

OFFERED = {"b1c2", "d3f4"}


def test_keys_become_marks_and_leave_the_text() -> None:
    found = parse("One thing [b1c2]. Another 【d3f4】 thing.", OFFERED)
    assert found.text == "One thing. Another thing."
    assert found.marks == [Mark(9, ("b1c2",)), Mark(18, ("d3f4",))]


def test_several_keys_in_one_group_and_repeats() -> None:
    found = parse("Both say so [b1c2, d3f4][b1c2].", OFFERED)
    assert [mark.keys for mark in found.marks] == [("b1c2", "d3f4"), ("b1c2",)]


def test_a_key_that_was_not_offered_is_dropped_and_counted() -> None:
    found = parse("Invented [z9z9] and real [b1c2].", OFFERED)
    assert found.text == "Invented and real."
    assert found.dropped == 1
    assert [mark.keys for mark in found.marks] == [("b1c2",)]


def test_other_brackets_stay() -> None:
    text = "He wrote [sic] and a list [1] and an open [bracket"
    assert parse(text, OFFERED).text == text


PIECES = st.lists(
    st.sampled_from(
        [
            "[b1c2]",
            "[d3f4, b1c2]",
            "[z9z9]",
            "[",
            "]",
            " ",
            "\n",
            "中文。",
            "سلام",
            "a",
            "[sic]",
            "b1",
        ]
    ),
    max_size=20,
)


@given(PIECES, st.data())
def test_streamed_equals_whole_at_every_split(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    whole = parse(text, OFFERED)
    cut = data.draw(st.integers(0, len(text)))
    parser = CitationParser(frozenset(OFFERED))
    streamed = parser.feed(text[:cut]) + parser.feed(text[cut:]) + parser.finish()
    assert (parser.text, parser.marks, parser.dropped) == (whole.text, whole.marks, whole.dropped)
    assert streamed.rstrip() == whole.text
