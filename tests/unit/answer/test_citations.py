"""The parser of a model's keys: what is a mark, what is text, and that streaming is no matter."""

from __future__ import annotations

import time

import pytest
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
    text = "He wrote [sic] and in [2021] and an open [bracket"
    assert parse(text, OFFERED).text == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One (b1c2). Two [source b1c2; d3f4].", "One. Two."),
        ("According to B1C2 it holds, [[d3f4]].", "According to it holds,."),
        ("It holds [see b1c2 for more].", "It holds [see for more]."),
        ("据b1c2，这是真的。", "据，这是真的。"),
        ("Left open [b1c2", "Left open ["),
        ("Glued[b1c2]together and a(d3f4)b", "Glued together and a b"),
        ("One ［b1c2］ two 〔d3f4〕 three ⟦b1c2⟧.", "One two three."),
        ("Wide ［ｂ１ｃ２］。", "Wide。"),
        ("Nested [b1c2, [d3f4]] and [[b1c2],[d3f4]].", "Nested and."),
        ('Named [b1c2/d3f4] [key="b1c2"] [来源：b1c2] [источник d3f4] [منبع b1c2].', "Named."),
        ("Lines [b1c2, d3f4–b1c2] and [@b1c2].", "Lines and."),
    ],
)
def test_an_offered_key_never_stays_in_the_text(written: str, shown: str) -> None:
    found = parse(written, OFFERED)
    assert found.text == shown
    assert found.marks
    assert found.dropped == 0


def test_numbers_in_brackets_are_taken_for_invented_citations() -> None:
    found = parse("So it is [1] and was [2, 3] since (12) [1999].", OFFERED)
    assert found.text == "So it is and was since (12) [1999]."
    assert found.dropped == 3


@pytest.mark.parametrize(
    ("written", "shown", "dropped"),
    [
        ("So ［１］ and 〔2〕 and 〖３〗.", "So and and.", 3),
        ("So [1-3] and [[1], [2]].", "So and.", 4),
        ("So 【4†L5-L9】 and [来源1] and [منبع ۱] and [Ref 2].", "So and and and.", 4),
        ("据［z9z9］。", "据。", 1),
        (
            "He said 「1」, [andy], [keys] and [1 is so",
            "He said 「1」, [andy], [keys] and [1 is so",
            0,
        ),
    ],
)
def test_invented_citations_are_seen_in_every_dress(written: str, shown: str, dropped: int) -> None:
    found = parse(written, OFFERED)
    assert (found.text, found.dropped) == (shown, dropped)


@pytest.mark.parametrize("piece", ["[", "[and ", "[1,", "(1 [b1c2 ", "[b1c2,"])
def test_no_text_takes_long_to_parse(piece: str) -> None:
    began = time.process_time()
    parse(piece * 500, OFFERED)
    assert time.process_time() - began < 3


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
            "c2",
            "(",
            ")",
            "[12]",
            "［",
            "】",
            "[b1c2, [",
            "来源",
            "†L5",
            "see b1c2",
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
    assert streamed == whole.text
