"""Which line breaks end a sentence: a page's margin breaks lines, an author ends them.

A line that the next word would still have fitted was ended on purpose; a line as wide as its
neighbours was not. Blank lines, list items, table rows and headings end what stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from rag.records import Span
from rag.text.scripts import CJK, HANGUL

# No page is wider; in text with longer lines every line break was put there on purpose.
_WIDEST_PAGE_COLUMNS = 160

# A line that fills less than this share of the width, its next word included, was ended on
# purpose; before a small letter, which speaks for one sentence, only a title is.
_FILLED = 0.75
_FILLED_BY_TITLE = 0.6

# Lines of a paragraph that fill this share of its width show that it has a margin of its own.
_EVEN = 0.8
_EVEN_LINES = 4

_PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
_WIDE = re.compile(rf"[{CJK}{HANGUL}]")
_FIRST_WORD = re.compile(rf"[{CJK}{HANGUL}]|[^\s{CJK}{HANGUL}]+")

_BULLET = re.compile(r"(?:[•◦▪▸‣●○■□◆◇★☆※∙]|[-*+·–—](?=\s)|\|)\s*")
_NUMBER = re.compile(
    r"[(（\[]?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）\].、．](?=\D)"
    r"|\d{1,3}\s?[-–]\s|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条款]"
)
_LABEL = re.compile(r"[\[【][^\]】\n]{2,30}[\]】]|#{1,6}\s")
_RULE = re.compile(r"[-=_*~#.·—]{3,}\s*\Z")
_ENDED = re.compile(r"[.!?…:;。！？：；؟۔؛।॥။።]['\"”’»」』)\]）】]*\s*\Z")
_TITLE = regex.compile(r"(?:[\p{Lu}\d]\S*\s+(?:\p{Ll}{1,4}\s+)?)+\p{Lu}\S*\Z")
_GOES_ON = re.compile(r"[,，、،(\[（【“«「『–—-]\s*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its break; `columns` counts an ideograph as two."""

    start: int
    text: str
    columns: int


def blocks(text: str) -> Iterator[Span]:
    """The stretches of `text` that no sentence crosses, in order; only white space lies between."""
    paragraphs = list(_paragraphs(text))
    page_columns = _page_columns(paragraphs)
    for lines in paragraphs:
        start = lines[0].start
        for line in _ended_lines(lines, page_columns):
            end = line.start + len(line.text)
            yield Span(start, end)
            start = end + 1


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    at = 0
    for gap in [*_PARAGRAPH_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[at:end].strip():
            yield list(_lines(text[at:end], at))
        at = gap.end() if gap else end


def _lines(paragraph: str, at: int) -> Iterator[_Line]:
    for line in paragraph.split("\n"):
        wide = 0 if line.isascii() else len(_WIDE.findall(line))
        yield _Line(at, line, len(line.rstrip()) + wide)
        at += len(line) + 1


def _page_columns(paragraphs: Sequence[list[_Line]]) -> int:
    """The width nine of ten lines keep to, among lines that have a neighbour."""
    columns = sorted(line.columns for lines in paragraphs if len(lines) > 1 for line in lines)
    return columns[len(columns) * 9 // 10] if columns else 0


def _ended_lines(lines: list[_Line], page_columns: int) -> Iterator[_Line]:
    """The lines after which a paragraph begins anew, its last line included."""
    width = _own_columns(lines) or max(page_columns, max(line.columns for line in lines[:2]))
    for line, following in pairwise(lines):
        if _is_ended(line, following.text.strip(), width):
            yield line
    yield lines[-1]


def _own_columns(lines: list[_Line]) -> int:
    """The paragraph's own margin, where its lines are even enough to show one."""
    if len(lines) < _EVEN_LINES:
        return 0
    columns = [line.columns for line in lines[:-1]]
    return max(columns) if median(columns) >= _EVEN * max(columns) else 0


def _is_ended(line: _Line, following: str, width: int) -> bool:
    text = line.text.strip()
    if not text or not following or _stands_alone(text) or _stands_alone(following):
        return True
    if text.startswith(">") != following.startswith(">"):
        return True
    if width > _WIDEST_PAGE_COLUMNS or _BULLET.match(following) or _LABEL.match(following):
        return True
    share = (line.columns + 1 + _first_word_columns(following)) / max(width, 1)
    if _NUMBER.match(following) and (_ENDED.search(text) or share < _FILLED):
        return True
    if _GOES_ON.search(text):
        return False
    if following[0].islower():
        return share < _FILLED_BY_TITLE and bool(_TITLE.match(text))
    return share < _FILLED


def _stands_alone(line: str) -> bool:
    """Whether a line is a table row, a rule or a Markdown heading."""
    return "\t" in line or line.startswith(("|", "#")) or bool(_RULE.match(line))


def _first_word_columns(line: str) -> int:
    word = _FIRST_WORD.match(line)
    return (len(word[0]) + len(_WIDE.findall(word[0]))) if word else 1
