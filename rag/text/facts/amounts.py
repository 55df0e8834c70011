"""A number with what stands beside it: the scale that multiplies it, its unit, its currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from rag.records import Span
from rag.text.facts import counting, units
from rag.text.facts.scan import Scan
from rag.text.lexicon import labelled, table


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value with "million" and the like applied, and its unit.

    `unit` is one name across languages ("km", "%", "USD", "year", "person"; see
    lexicon/units.toml), "ordinal" for a rank, None where none stands beside the number.
    `span` covers the number with its unit, `digits` what says the value alone.
    """

    value: Decimal
    unit: str | None
    span: Span
    digits: Span

    @property
    def percent(self) -> bool:
        return self.unit == "%"


class Bound(Enum):
    """How exact a text says that a number is."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


_BOUND_REACH = 24


@cache
def _bounds() -> re.Pattern[str]:
    listings = table("numbers")["bounds"]
    return re.compile(rf"(?:{labelled(listings)})[^\w]{{0,2}}(?:the |به )?$")


def bound(scan: Scan, number: Number) -> Bound | None:
    """What stands before a number and leaves it open: "about", "more than", "almost"."""
    begin = max(0, number.span.start - _BOUND_REACH)
    match = _bounds().search(scan.lower[begin : number.span.start])
    return tuple(Bound)[(match.lastindex or 1) - 1] if match else None


_ODD_HAN = frozenset("多余几")


@cache
def scales() -> tuple[re.Pattern[str], tuple[int, ...]]:
    """The words that multiply a numeral before them, one group a power of ten, and the powers."""
    scales = table("numbers")["scales"]
    return re.compile(rf"[\s\u200c-]?[多余几]?(?:{labelled(scales)})"), tuple(map(int, scales))


def complete(scan: Scan, value: Decimal, digits: Span) -> Number:
    """The number with the scale and unit that stand beside its digits."""
    unit, end = units.after(scan.lower, digits.end), digits.end
    if unit is None:
        value, end = _scaled(scan, value, end)
        abbreviated = end > digits.end and scan.plain[end : end + 1] == "."
        unit = units.after(scan.lower, end + abbreviated)
    digits = Span(digits.start, end)
    sign = units.before(scan.lower, digits.start)
    named = sign if sign and (unit is None or unit.name == "money") else unit
    start = sign.offset if sign else digits.start
    stop = unit.offset if unit else end + _classifier_chars(scan, end)
    return Number(value, named.name if named else None, Span(start, stop), digits)


def _scaled(scan: Scan, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Applies "million" or 万, and what a smaller scale adds (3亿5000万)."""
    pattern, exponents = scales()
    match = pattern.match(scan.lower, end)
    if not match:
        return value, end
    exponent = exponents[(match.lastindex or 1) - 1]
    value, end = value * 10**exponent, match.end()
    more = re.compile(r"(?:\s?(?:and|و)\s?)?([\d.,]*\d)").match(scan.lower, end)
    smaller = pattern.match(scan.lower, more.end()) if more else None
    if more and smaller and exponents[(smaller.lastindex or 1) - 1] < exponent:
        added = counting.written(more[1], "ru" if scan.cyrillic else None) or Decimal(0)
        return value + added * 10 ** exponents[(smaller.lastindex or 1) - 1], smaller.end()
    return value, end


def _classifier_chars(scan: Scan, end: int) -> int:
    """How long the Chinese measure word at `end` is, with the "odd" before it (100多个)."""
    odd = scan.plain[end : end + 1] in _ODD_HAN
    char = scan.plain[end + odd : end + odd + 1]
    return 1 + odd if char and char in classifiers() else 0


@cache
def classifiers() -> str:
    """The characters Chinese counts things with."""
    return str(table("units")["classifiers"]["han"])
