"""Numerals to values: digit strings with their separators, number words, Chinese counting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from rag.text.facts.clitics import bases
from rag.text.facts.scan import Piece
from rag.text.lexicon import Stems, entries, table

_GROUPED = re.compile(r"0*[1-9]\d{0,2}(?:([,.' ])\d{3})(?:\1\d{3})*$")
_COMMA_DECIMAL = frozenset({"ru", "uk", "de", "fr", "es", "it", "pt", "pl", "tr", "nl"})
_HAN_DIGITS = {"〇": 0, "两": 2, **{digit: at for at, digit in enumerate("零一二三四五六七八九")}}
_HAN_PLACES = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
HAN_NUMERALS = "".join((*_HAN_DIGITS, *_HAN_PLACES, "万亿"))


def written(digits: str, language: str | None = None) -> Decimal | None:
    """The value of a digit string in ASCII digits, its separators read as `language` uses them.

    Args:
        digits: digits with any of `, . '` and spaces between them.
        language: decides a lone comma before three digits (3,500), which is decimal in some.

    Returns:
        The value, or None where the separators make no number (a version, an address).
    """
    if "," in digits and "." in digits:
        point = max(digits.rfind(","), digits.rfind("."))
        return _joined(re.sub(r"\D", "", digits[:point]), digits[point + 1 :])
    group = _GROUPED.match(digits)
    if group and _separates_groups(group[1], digits, language in _COMMA_DECIMAL):
        return Decimal(re.sub(r"\D", "", digits))
    whole, *rest = re.split(r"[,.]", digits.replace(" ", ""))
    if len(rest) > 1:
        return None
    return _joined(whole, rest[0] if rest else "")


def _separates_groups(separator: str, digits: str, decimal_comma: bool) -> bool:
    if separator == ",":
        return not decimal_comma or digits.count(",") > 1
    return separator != "." or digits.count(".") > 1


def _joined(whole: str, rest: str) -> Decimal | None:
    if not (whole + rest).isdigit():
        return None
    return Decimal(f"{whole}.{rest}") if rest else Decimal(whole)


def han(numeral: str) -> int:
    """The value of a Chinese numeral; digits without places (二〇二〇) are read one by one."""
    if all(char in _HAN_DIGITS for char in numeral):
        return int("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_PLACES:
            section += _HAN_PLACES[char] * (1 if char in "廿卅" else digit or 1)
            digit = 0
        else:
            below = section + digit
            total = (total + below or 1) * 10**8 if char == "亿" else total + (below or 1) * 10**4
            section = digit = 0
    return total + section + digit


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number said in words: its value, the index of the piece after it, and how it was said.

    `weak` means that the words alone do not prove a number ("one", Persian "نه"): a unit must.
    `unit` is what the word itself says: "ordinal" of "third", "time" of "twice".
    """

    value: Decimal
    next: int
    weak: bool = False
    unit: str | None = None


@cache
def _words(name: str) -> Stems[Fraction]:
    """One table of lexicon/numbers.toml: each entry by the value it stands under."""
    listings = table("numbers")[name]
    return Stems(
        (entry, Fraction(value)) for value in listings for entry in entries(listings[value])
    )


@cache
def _weak() -> Stems[bool]:
    return Stems((entry, True) for entry in entries(table("numbers")["weak"]["words"]))


@lru_cache(maxsize=1 << 13)
def cardinal(word: str) -> int | None:
    """The value of one folded number word, an Arabic "and" or article in front of it set aside."""
    for base in bases(word):
        if (value := _words("words").get(base)) is not None:
            return int(value)
    return None


def ordinal(word: str) -> int | None:
    """The rank one folded ordinal word names ("third", "третий", "سوم"), or None."""
    # Persian has "third" twice: سوم behind its noun, سومین before it.
    for base in bases(word.removesuffix("ین") if word.endswith("مین") else word):
        if (value := _words("ordinals").get(base)) is not None:
            return int(value)
    return None


@lru_cache(maxsize=1 << 13)
def begins(word: str) -> bool:
    """Whether a number said in words may begin with a folded word."""
    return cardinal(word) is not None or _other_word(word, 0) is not None


def begins_bare(word: str) -> bool:
    """The same for a word that nothing is written on to."""
    tables = (_words("words"), _words("shares"), _words("repeats"), _words("ordinals"))
    return any(table.get(word.removesuffix("ین")) or table.get(word) for table in tables)


def spoken(pieces: Sequence[Piece], at: int) -> Spoken | None:
    """The number that words say from piece `at` on, as far as it goes; None where none begins."""
    if cardinal(pieces[at].key) is None:
        return _teen(pieces, at) or _other_word(pieces[at].key, at)
    total, after = _Sum(), at
    while (word := _next_word(pieces, after, at, total)) < len(pieces):
        value = cardinal(pieces[word].key)
        if value is None or not total.add(value):
            break
        after = word + 1
    if (share := _share_after(pieces, after, total.value)) is not None:
        return share
    lone = after == at + 1 and bool(_weak().get(pieces[at].key))
    return Spoken(Decimal(total.value), after, weak=lone)


@cache
def _duals() -> Stems[str]:
    listings = table("numbers")["duals"]
    return Stems((entry, unit) for unit in listings for entry in entries(listings[unit]))


def _other_word(word: str, at: int) -> Spoken | None:
    if (share := _words("shares").get(word)) is not None:
        return Spoken(_decimal(share), at + 1)
    if (times := _words("repeats").get(word)) is not None:
        return Spoken(_decimal(times), at + 1, unit="time")
    if (unit := _duals().get(word)) is not None:
        return Spoken(Decimal(2), at + 1, unit=unit)
    rank = ordinal(word)
    return Spoken(Decimal(rank), at + 1, unit="ordinal") if rank and rank > 2 else None


def _teen(pieces: Sequence[Piece], at: int) -> Spoken | None:
    """Arabic says "the sixth ten" for the sixteenth."""
    ones = ordinal(pieces[at].key)
    if not ones or at + 1 >= len(pieces) or not pieces[at + 1].key.startswith("عشر"):
        return None
    return Spoken(Decimal(10 + ones), at + 2, unit="ordinal")


def _share_after(pieces: Sequence[Piece], after: int, parts: int) -> Spoken | None:
    """ "two thirds" where `parts` is 2 and the fraction's word stands at `after`."""
    after += after < len(pieces) and pieces[after].key == "-"
    whole = _words("fractions").get(pieces[after].key) if after < len(pieces) else None
    return Spoken(_decimal(parts / whole), after + 1) if whole and 1 <= parts < whole else None


def _decimal(share: Fraction) -> Decimal:
    return round(Decimal(share.numerator) / Decimal(share.denominator), 6)


def _next_word(pieces: Sequence[Piece], after: int, at: int, total: _Sum) -> int:
    """Where the next number word may stand: at `after`, or behind a hyphen or an "and"."""
    if after == at or after >= len(pieces):
        return after
    key = pieces[after].key
    joined = key in ("-", "و") or (key == "and" and total.value % 100 == 0)
    return after + joined


class _Sum:
    """Adds number words up in the order they are said, and refuses one that cannot follow."""

    def __init__(self) -> None:
        self._total = 0
        self._group = 0
        self._last_scale = 10**15

    @property
    def value(self) -> int:
        return self._total + self._group

    def add(self, value: int) -> bool:
        if value >= 1000:
            return self._scale(value)
        if value == 100 and 1 <= self._group <= 9:
            self._group *= 100
            return True
        if not self._fits(value):
            return False
        self._group += value
        return True

    def _scale(self, value: int) -> bool:
        if value >= self._last_scale:
            return False
        self._total += (self._group or 1) * value
        self._group, self._last_scale = 0, value
        return True

    def _fits(self, value: int) -> bool:
        below = self._group % 100
        if value >= 100:
            return self._group == 0
        if value >= 10:
            # Arabic says the ones first: three-and-seventy.
            return below == 0 or (below <= 9 and value % 10 == 0)
        return below == 0 or (below >= 20 and below % 10 == 0)
