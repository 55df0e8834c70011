"""Whether a stretch can be quoted as it stands: whole words and numbers, not turned around."""

from __future__ import annotations

import re

from rag.records import Span
from rag.text.graphemes import is_border
from rag.text.scripts import UNSPACED

# Letters that run together with their neighbours, and what glues them: joiners, hyphens.
_WORD = rf"[^\W_{UNSPACED}]"
_INSIDE_WORD = re.compile(rf"{_WORD}[\u200c\u200d\u0640\u00ad'’]*\Z")
_INSIDE_COMPOUND = re.compile(rf"{_WORD}[-\u2010\u2011\u00ad](?:[^\S\n]*\n\s*)?\Z")
_GOES_ON = re.compile(rf"[\u200c\u200d\u0640\u00ad]*{_WORD}|['’](?:{_WORD}{{2}}|t)")
_COMPOUND_GOES_ON = re.compile(rf"[-\u2010\u2011\u00ad](?:[^\S\n]*\n\s*)?{_WORD}")
_NUMBER_BEFORE = re.compile(r"(?:\d[.,٫٬'’]|(?:\A|[\s(])[-−+])\Z")
_NUMBER_GOES_ON = re.compile(r"[.,٫٬'’]\d")
_RANGE = re.compile(r"\d[-\u2010\u2011]\d")

# Directly before a quote, these turn what it says around.
_NEGATION = re.compile(
    r"(?:[不没沒未非无無勿]|ไม่"
    r"|\b(?:not|no|never|cannot|не|ни|нет|لا|لم|لن|ليس|ليست|غير|غیر|نه)\s+)\Z",
    re.IGNORECASE,
)
_LOOK_BACK_CHARS = 12


def is_whole(span: Span, text: str) -> bool:
    """Whether the words end where the text's words end, and nothing turns them around."""
    before = text[max(0, span.start - _LOOK_BACK_CHARS) : span.start]
    return (
        not _continues_before(before, text[span.start])
        and not _continues_after(text, span.end)
        and not _NEGATION.search(before)
        and is_border(text, span.start)
        and is_border(text, span.end)
    )


def _continues_before(before: str, first: str) -> bool:
    """Whether a word or number that `first` belongs to began before; "5km" is two of them."""
    if first.isdigit() and _NUMBER_BEFORE.search(before):
        return True
    if not re.match(_WORD, first):
        return False
    if _INSIDE_WORD.search(before):
        return not re.search(r"\d\Z", before) or first.isdigit()
    return bool(_INSIDE_COMPOUND.search(before)) and not _RANGE.match(before[-2:] + first)


def _continues_after(text: str, end: int) -> bool:
    """Whether the last word or number goes on; "2019" does not in "2019-2020"."""
    last = text[end - 1]
    if last.isdigit() and _NUMBER_GOES_ON.match(text, end):
        return True
    if not re.match(_WORD, last):
        return False
    if _GOES_ON.match(text, end):
        return not (last.isdigit() and not text[end].isdigit())
    return bool(_COMPOUND_GOES_ON.match(text, end)) and not _RANGE.match(text, end - 1)
