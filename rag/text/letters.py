"""Which characters stand for the same letter, digit or mark when texts are compared."""

from __future__ import annotations

import unicodedata
from itertools import chain

# Persian and Arabic keyboards, and habits of spelling, differ in these alone.
_LETTERS = {
    "ی": "يىئېےۍ",
    "ک": "كڪ",
    "ه": "ةۀہۂۃەھ",
    "ا": "أإآٱ",
    "و": "ؤ",
    "е": "ёѐ",
    "и": "ѝ",
}
_MARKS = {
    "'": "‘’‚‛′`´ʼʻ‹›",
    '"': "“”„‟″«»「」『』",
    "-": "‐‑‒–—―−﹣",
    ",": "،٬",
    ".": "٫۔｡",
    ";": "؛",
    "?": "؟",
    "%": "٪",
}
_SAME = {ord(v): k for k, vs in chain(_LETTERS.items(), _MARKS.items()) for v in vs}

# Vowel points, Koranic signs, tatweel; Hebrew points; the selectors of emoji and ideographs.
_UNWRITTEN = (
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC)),
    *((0x06DF, 0x06E8), (0x06EA, 0x06ED), (0x08CA, 0x08E1), (0x08E3, 0x08FF)),
    *((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)),
)
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

# Compatibility forms that NFKC would turn into another statement: 10² is not 102, 2½ not 21/2.
_DISTINCT_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>")


class FoldingTable(dict[int, str]):
    """What each code point becomes when text is folded for matching, worked out when first met.

    For `str.translate`: white space becomes a space or, where it ends a line, a line feed;
    what is not written (joiners, bidirectional controls, vowel points) becomes nothing.
    """

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


FOLDED = FoldingTable()


def _folded(char: str) -> str:
    if char.isspace():
        return "\n" if char in _LINE_ENDS else " "
    if _is_unwritten(char):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if ord(char) in _SAME:
        return _SAME[ord(char)]
    form = unicodedata.decomposition(char)
    # A form with a space in it is a lone accent, which must not open a gap in a word.
    if form.startswith(_DISTINCT_FORMS) or "0020" in form.split():
        return char
    return _compatible(char)


def _compatible(char: str) -> str:
    """NFKC with case folded (Unicode, chapter 3.13), then the letters that are the same."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    if plain == char:
        return char
    return "".join("" if _is_unwritten(part) else _SAME.get(ord(part), part) for part in plain)


def _is_unwritten(char: str) -> bool:
    if unicodedata.category(char) == "Cf":
        return True
    return any(first <= ord(char) <= last for first, last in _UNWRITTEN)
