"""How much one document may hold: a small file can unfold into more than memory takes."""

from __future__ import annotations

MOST_CHARS = 100_000_000
"""Code points of one document's text."""

MOST_BLOCKS = 1_050_000
"""Paragraphs, rows and the like of one document: a full sheet of Excel and some headings."""

MOST_LINES = 2_000_000
"""Lines of one text file."""

MOST_MESSAGES = 100_000
"""Messages of one mailbox."""

MOST_CELLS = 50_000_000
"""Cells of one workbook, empty ones before filled ones too."""

MOST_PAGE_CHARS = 5_000_000
"""Characters on one page of a PDF."""

_ADVICE = "split it into smaller files"


class TooMuch(Exception):
    """What is read grew past a bound; its text names the bound. Readers let it through."""

    def __init__(self, bound: int, what: str) -> None:
        super().__init__(f"refused: it holds more than {bound:,} {what}; {_ADVICE}")


def require_chars(count: int) -> None:
    """Raises TooMuch where a document's text is longer than `MOST_CHARS`."""
    _require(count, MOST_CHARS, "characters")


def require_page_chars(count: int) -> None:
    """Raises TooMuch where a page has more characters than `MOST_PAGE_CHARS`."""
    _require(count, MOST_PAGE_CHARS, "characters on one page")


def require_blocks(count: int) -> None:
    """Raises TooMuch where a document has more than `MOST_BLOCKS` pieces."""
    _require(count, MOST_BLOCKS, "paragraphs or rows")


def require_lines(data: bytes) -> None:
    """Raises TooMuch where a text file's bytes hold more than `MOST_LINES` line breaks."""
    _require(max(data.count(b"\n"), data.count(b"\r")), MOST_LINES, "lines")


def require_cells(count: int) -> None:
    """Raises TooMuch where a workbook has more than `MOST_CELLS`."""
    _require(count, MOST_CELLS, "cells")


def require_messages(count: int) -> None:
    """Raises TooMuch where a mailbox has more than `MOST_MESSAGES`."""
    _require(count, MOST_MESSAGES, "messages")


def _require(count: int, most: int, what: str) -> None:
    if count > most:
        raise TooMuch(most, what)
