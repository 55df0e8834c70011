"""Numbers with their units in any of the five languages, digit systems and ways of counting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain, zip_longest

from rag.records import Span
from rag.text.facts import counting, units
from rag.text.lexicon import labelled, table
from rag.text.facts.scan import Piece, PieceKind, Scan, first_come


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


_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_HAN_NUMERAL = re.compile(f"[{counting.HAN_NUMERALS}]+")
_HAN_SHARE = re.compile(f"([{counting.HAN_NUMERALS}\\d]+)分之([{counting.HAN_NUMERALS}\\d.]+)")
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th)\b|-?(?:й|я|е|го|м|ая|ый|ой|ое|ом)\b|(?:ام|م|مین|امین)\b")
_DESIGNATION_BEFORE = re.compile(r"(?:[^\W\d_]|[^\W\d_]['-])$")
_RANGE = re.compile(r"\s?(?:[-–—~～至到]|to|до|تا|الی|الى)\s?$")
_APPROXIMATE_HAN = frozenset("数几好上多")
_HAN_RANGE = re.compile(f"[到至][{counting.HAN_NUMERALS}]")
_ODD_HAN = frozenset("多余几")


@cache
def _scales() -> tuple[re.Pattern[str], tuple[int, ...]]:
    scales = table("numbers")["scales"]
    return re.compile(rf"[\s\u200c-]?[多余几]?(?:{labelled(scales)})"), tuple(map(int, scales))


def find(scan: Scan, taken: Sequence[Span] = ()) -> tuple[Number, ...]:
    """All numbers of a text in order, none inside a `taken` span (dates, say)."""
    clocks = (Span(*match.span()) for match in _CLOCK.finditer(scan.plain))
    readers = (_shares(scan), _digits(scan), _han(scan), _words(scan))
    found = first_come(chain.from_iterable(readers), (*taken, *clocks))
    return tuple(_ranges(scan, found))


def _shares(scan: Scan) -> Iterator[Number]:
    """百分之七十, 三分之二."""
    if "分之" not in scan.plain:
        return
    for match in _HAN_SHARE.finditer(scan.plain):
        parts, amount = _either(match[1]), _either(match[2])
        if not parts or amount is None:
            continue
        span = Span(*match.span())
        if parts == 100:
            yield Number(amount, "%", span, Span(*match.span(2)))
        else:
            yield Number(round(amount / parts, 6), None, span, span)


def _either(numeral: str) -> Decimal | None:
    if numeral[0].isdigit():
        return counting.written(numeral)
    return Decimal(counting.han(numeral)) if _HAN_NUMERAL.fullmatch(numeral) else None


def _digits(scan: Scan) -> Iterator[Number]:
    resume = 0
    for index, piece in enumerate(scan.pieces):
        if piece.kind is not PieceKind.DIGITS or piece.start < resume:
            continue
        number = _written(scan, index, piece)
        if number:
            resume = number.span.end
            yield number


def _written(scan: Scan, index: int, piece: Piece) -> Number | None:
    if _designates(scan, piece):
        return None
    value = counting.written(piece.key, "ru" if scan.cyrillic else None)
    digits = piece.span
    if (joined := _slashed(scan, index)) is not None:
        value, digits = joined
    if value is None:
        return None
    if _negative(scan.plain, piece.start):
        value, digits = -value, Span(piece.start - 1, digits.end)
    if match := _ORDINAL_AFTER.match(scan.lower, digits.end):
        return Number(value, "ordinal", Span(digits.start, match.end()), digits)
    if scan.plain[digits.start - 1 : digits.start] == "第":
        return Number(value, "ordinal", Span(digits.start - 1, digits.end), digits)
    return _complete(scan, value, digits)


def _slashed(scan: Scan, index: int) -> tuple[Decimal, Span] | None:
    """Persian writes 3.5 as ۳/۵; only what follows (a scale, a percent sign) tells it from a ratio."""
    trio = scan.pieces[index : index + 3]
    if len(trio) < 3 or trio[1].key != "/" or not "۰" <= scan.text[trio[0].start] <= "۹":
        return None
    span = Span(trio[0].start, trio[2].end)
    if trio[2].kind is not PieceKind.DIGITS or len(span) != sum(len(piece.key) for piece in trio):
        return None
    if not (_scales()[0].match(scan.lower, span.end) or units.after(scan.lower, span.end)):
        return None
    return Decimal(f"{trio[0].key}.{trio[2].key}"), span


def _designates(scan: Scan, piece: Piece) -> bool:
    """Whether digits belong to a name (S-400, 苏-35, G20, 5G) and count nothing."""
    before, following = scan.plain[max(0, piece.start - 2) : piece.start], scan.lower[piece.end :][:1]
    if _DESIGNATION_BEFORE.search(before) and (before[-1] in "-'" or before[-1].isascii()):
        return True
    if not ("a" <= following <= "z"):
        return False
    return not any(
        match and not _single_capital(scan.plain[piece.end : match.end()])
        for match in (pattern.match(scan.lower, piece.end) for pattern in _suffixes())
    )


def _single_capital(suffix: str) -> bool:
    return len(suffix) == 1 and suffix.isupper()


@cache
def _suffixes() -> tuple[re.Pattern[str], ...]:
    return _scales()[0], units.forms_after()[0], _ORDINAL_AFTER


def _negative(plain: str, start: int) -> bool:
    return plain[start - 1 : start] in ("-", "−") and (start < 2 or plain[start - 2] in " (（")


def _complete(scan: Scan, value: Decimal, digits: Span) -> Number:
    """The number with the scale and unit that stand beside it."""
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


def _classifier_chars(scan: Scan, end: int) -> int:
    """How long the Chinese measure word at `end` is, with the "odd" before it (100多个)."""
    odd = scan.plain[end : end + 1] in _ODD_HAN
    char = scan.plain[end + odd : end + odd + 1]
    return 1 + odd if char and char in _classifiers() else 0


@cache
def _classifiers() -> str:
    return str(table("units")["classifiers"]["han"])


def _scaled(scan: Scan, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Applies "million" or 万, and what a smaller scale adds (3亿5000万)."""
    pattern, exponents = _scales()
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


def _words(scan: Scan) -> Iterator[Number]:
    resume = 0
    for index, piece in enumerate(scan.pieces):
        if index < resume or piece.kind is not PieceKind.WORD or not counting.begins(piece.key):
            continue
        if (said := counting.spoken(scan.pieces, index)) is None:
            continue
        digits, resume = Span(piece.start, scan.pieces[said.next - 1].end), said.next
        if said.unit:
            yield Number(said.value, said.unit, digits, digits)
        elif (number := _complete(scan, said.value, digits)).unit is not None or not said.weak:
            yield number


def _han(scan: Scan) -> Iterator[Number]:
    if not scan.han:
        return
    for match in _HAN_NUMERAL.finditer(scan.plain):
        before, following = scan.plain[match.start() - 1 : match.start()], scan.plain[match.end() :]
        value = counting.han(match[0])
        if before.isdigit() or before in _APPROXIMATE_HAN:
            continue
        if before == "第":
            yield Number(Decimal(value), "ordinal", Span(match.start() - 1, match.end()), Span(*match.span()))
        elif _counts(match[0], value, following):
            yield _complete(scan, Decimal(value), Span(*match.span()))


def _counts(numeral: str, value: int, following: str) -> bool:
    """Whether Han numerals are a number here and not part of a word (十分, 万一, 五角大楼)."""
    if not any(char in "十百千万亿廿卅" for char in numeral):
        if len(numeral) > 1:
            return len(numeral) >= 4 or "〇" in numeral
    elif len(numeral) > 1 and numeral[0] not in "百千万亿":
        return True
    if following[:1] == "几" or value < 2:
        return False
    if _HAN_RANGE.match(following):
        return True
    return following[:1] in set(_classifiers()) or units.after(following, 0) is not None


def _ranges(scan: Scan, found: Sequence[Number]) -> Iterator[Number]:
    """In "10-15 percent" or "5 to 7 million" the first number shares unit and scale of the second."""
    for number, following in zip_longest(found, found[1:]):
        between = scan.lower[number.span.end : following.digits.start] if following else ""
        if following and number.unit is None and _RANGE.fullmatch(between):
            scale = _scale_of(scan, following) if number.value < following.value else 1
            bare = _scale_of(scan, number) == 1
            yield replace(number, unit=following.unit, value=number.value * (scale if bare else 1))
        else:
            yield number


def _scale_of(scan: Scan, number: Number) -> int:
    """What "million" and the like multiplied the number by."""
    pattern, exponents = _scales()
    match = re.compile(rf"[\d.,]+(?:{pattern.pattern})").match(scan.lower, number.digits.start)
    return int(10 ** exponents[(match.lastindex or 1) - 1]) if match else 1
