"""Lines that are units are cut; prose broken at a margin stays whole."""

from __future__ import annotations

from rag.ingest import lines
from rag.records import Block, Role, Span


def cut(text: str, role: Role = Role.UNKNOWN) -> list[str]:
    block = Block(Span(0, len(text)), role)
    return [part.span.of(text) for part in lines.cut(text, block)]


def test_short_lines_are_units() -> None:
    assert cut("Name\nWebsite\nE-mail") == ["Name", "Website", "E-mail"]


def test_wrapped_prose_stays_whole() -> None:
    prose = (
        "the creation and the end of the treaty, which he\n"
        "had signed in spring, were a surprise to many of\n"
        "those who had been with him from the first days."
    )
    assert cut(prose) == [prose]


def test_only_blocks_of_unknown_role_are_cut() -> None:
    assert cut("one\ntwo", Role.CAPTION) == ["one\ntwo"]


def test_a_line_that_tells_who_speaks_and_when_is_a_unit_over_wrapped_prose() -> None:
    header = "Posted by: Hattie K. » Tue 04 May 2021, 19:03"
    prose = (
        "the creation and the end of the treaty, which he\n"
        "had signed in spring, were a surprise to many of\n"
        "those who had been with him from the first days."
    )
    assert cut(f"{header}\n{prose}") == [header, prose]
