"""Cuts plain text into paragraphs, the blocks of text that has no markup."""

from __future__ import annotations

from collections.abc import Iterator

from rag.records import Block, Role, Span
from rag.text import lines


def spans(text: str, within: Span) -> Iterator[Span]:
    """Paragraphs in order, without the white space round them.

    Blank lines part them, and line breaks that an author put there; those of a page's margin
    do not (see `rag.text.lines`).
    """
    for span in lines.blocks(within.of(text)):
        found = span.shifted(within.start).trimmed(text)
        if found:
            yield found


def blocks(text: str, start: int = 0) -> Iterator[Block]:
    """The paragraphs of a text from `start` on as blocks of unknown role."""
    for span in spans(text, Span(start, len(text))):
        yield Block(span, Role.UNKNOWN)
