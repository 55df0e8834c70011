"""Finds the title of a text: its first heading, else a line near the top that looks like one."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from rag.ingest.boilerplate import is_template
from rag.ingest.comment_headers import is_over_words
from rag.records import Block, Role, Span
from rag.text.scripts import HAN

_SEARCHED_BLOCKS = 6
_LONGEST_COLUMNS = 200
_FEWEST_WORDS = 3
_FEWEST_IDEOGRAPHS = 6
_WIDE = regex.compile(f"[{HAN}]")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’\u200c-]*")
_SENTENCE_END = regex.compile(r"[.。;；:：,，،؛]['\"”’»)\]）】]*$")
_LABEL = regex.compile(r"^[^\s:：]{1,20}(?:\s[^\s:：]{1,20}){0,2}\s?[:：](?:\s|(?=[\p{Han}]))")
_MENU = regex.compile(r"\s[|»›•·]\s")
_PAGE_NUMBER = regex.compile(
    r"\W{0,5}(?:page|pp?\.|стр\.?|страница|صفحه|صفحة|第)\s*\d+", regex.IGNORECASE
)
_SHORT_CHUNK = 6
_PARAGRAPH_CHARS = 60
_DIGITS = regex.compile(r"\p{Nd}")


def find(text: str, blocks: Sequence[Block]) -> str | None:
    """The title, on one line; None where no line is surely one.

    Headings of the first quarter of the text count; without any, a line among the first blocks
    that is neither sentence, label nor menu, with longer text after it. A page torn out of a
    journal (it begins with a page number) has no title that is surely its own.
    """
    own = [block for block in blocks if block.role not in (Role.BOILERPLATE, Role.COMMENT)]
    for block in own:
        if block.role is Role.HEADING and block.span.start <= max(2000, len(text) // 4):
            return _one_line(block.span, text)
    for index, block in enumerate(own[:_SEARCHED_BLOCKS]):
        if _PAGE_NUMBER.match(text, block.span.start):
            return None
        opens = index == 0 and _stands_over(own)
        if block.role is Role.UNKNOWN and _is_title(text, block.span, opens=opens):
            longest = max((len(after.span) for after in own[index + 1 :]), default=0)
            return _one_line(block.span, text) if longest > len(block.span) else None
        if len(block.span) > _LONGEST_COLUMNS:
            return None
    return None


def _one_line(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _stands_over(blocks: Sequence[Block]) -> bool:
    """Whether a paragraph follows the first block at once, as under a title of any length."""
    return len(blocks) > 1 and len(blocks[1].span) >= max(_PARAGRAPH_CHARS, 3 * len(blocks[0].span))


def _is_title(text: str, span: Span, *, opens: bool) -> bool:
    return len(span) <= _LONGEST_COLUMNS and _looks_like_title(span.of(text), opens=opens)


def _looks_like_title(words: str, *, opens: bool) -> bool:
    """Whether a line has a title's form; one that `opens` the text may be a word or two."""
    wide = len(_WIDE.findall(words))
    if "\n" in words or len(words) + wide > _LONGEST_COLUMNS or _SENTENCE_END.search(words):
        return False
    if _LABEL.match(words) or _MENU.search(words) or is_template(words) or is_over_words(words):
        return False
    if len(_DIGITS.findall(words)) > len(words) // 3:
        return False
    if wide > len(words) // 3:
        return (opens or wide >= _FEWEST_IDEOGRAPHS) and not _is_row_of_words(words)
    return len(_WORD.findall(words)) >= (1 if opens else _FEWEST_WORDS)


def _is_row_of_words(words: str) -> bool:
    """Whether spaced Chinese is a row of short menu words rather than a phrase."""
    chunks = words.split()
    wide = [chunk for chunk in chunks if _WIDE.search(chunk)]
    return 2 * len(wide) > len(chunks) > 1 and all(len(chunk) <= _SHORT_CHUNK for chunk in wide)
