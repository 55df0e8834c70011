"""Hyphens at a line's end: which ones broke a word, and which stood between two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rag.text.edits import Edit
from rag.text.tokens import is_common_word

# Judged word by word, or taken one way for all of a text.
LineHyphens = Literal["judged", "kept", "dropped"]

_LINE_HYPHEN = re.compile(r"[-\u2010\u00ad](?<=[^\W_].)[^\S\n]*\n[^\S\n]*(?=[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST_WORD_CHARS = 40


def has_line_hyphens(text: str) -> bool:
    """Whether there is anything to judge."""
    return _LINE_HYPHEN.search(text) is not None


def hyphen_edits(text: str, reading: LineHyphens = "judged") -> Iterator[Edit]:
    """Edits that take line breaks away after hyphens, and the hyphens that only broke a word."""
    for match in _LINE_HYPHEN.finditer(text):
        dropped = match[0][0] == "\u00ad" or reading == "dropped"
        if not dropped and reading == "judged":
            dropped = _broke_a_word(text, match)
        yield Edit(match.start(), match.end(), "" if dropped else match[0][0])


def _broke_a_word(text: str, hyphen: re.Match[str]) -> bool:
    """Whether a line-end hyphen broke one word, rather than stood between two."""
    window = text[max(0, hyphen.start() - _LONGEST_WORD_CHARS) : hyphen.start()]
    before = _WORD_BEFORE.search(window)
    after = _WORD_AFTER.match(text, hyphen.end())
    if before is None or after is None or not after[0].islower():
        return False
    first, second = before[0].lower(), after[0]
    if not (first + second).isascii() or is_common_word(first + second):
        return True
    return not (is_common_word(first) and is_common_word(second))
