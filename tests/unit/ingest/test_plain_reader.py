"""Plain text keeps every character; blocks are its paragraphs."""

from __future__ import annotations

import time

from rag.ingest.plain import read
from rag.records import Role
from tests.unit.ingest.made_files import quotes


def test_canonical_text_is_the_files_own() -> None:
    data = b"\xef\xbb\xbfOne\r\ntwo\rthree  \n\n  Four\n"
    assert read("a.txt", data)[0].text == "One\ntwo\nthree  \n\n  Four\n"


def test_blank_lines_part_paragraphs_and_spans_leave_out_white_space() -> None:
    text = "The first paragraph.\n \t\n\n  The second\u3000one, set in.\n\n\nThe third."
    found = read("a.txt", text.encode())[0]
    assert quotes(found.text, found.blocks) == [
        "The first paragraph.",
        "The second\u3000one, set in.",
        "The third.",
    ]


def test_a_wrapped_paragraph_stays_whole_and_labels_under_one_another_do_not() -> None:
    text = (
        "Source: Valley Daily\n"
        "2021-01-26 17:00\n"
        "\n"
        "The river rose again during the night, and in the towns along its banks people\n"
        "carried their belongings to the upper floors while volunteers filled bags with\n"
        "sand.\n"
    )
    found = read("a.txt", text.encode())[0]
    assert quotes(found.text, found.blocks)[:2] == ["Source: Valley Daily", "2021-01-26 17:00"]
    assert quotes(found.text, found.blocks)[-1].endswith("bags with\nsand.")


def test_front_matter_stays_in_the_text_as_boilerplate() -> None:
    text = "---\ntitle: A river\n---\nThe river rose.\n"
    found = read("a.txt", text.encode())[0]
    assert found.text == text
    assert found.blocks[0].role is Role.BOILERPLATE
    assert quotes(found.text, found.blocks) == ["---\ntitle: A river\n---", "The river rose."]
    assert found.provenance.title == "A river"


def test_ten_megabytes_are_read_in_seconds() -> None:
    paragraph = (
        "The quick brown fox jumps over the lazy dog and so on and on till the\n"
        "end of the line which goes here.\n\n"
    )
    data = (paragraph * 97_000).encode()
    before = time.process_time()
    found = read("a.txt", data)[0]
    assert time.process_time() - before < 6
    assert len(found.blocks) == 97_000
