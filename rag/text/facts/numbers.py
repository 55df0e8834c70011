"""Numbers with their units in any of the five languages, digit systems and ways of counting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain, zip_longest

from rag.records import Span
from rag.text.facts import counting, said_numbers, units
from rag.text.facts.amounts import Number, complete, scales
from rag.text.facts.scan import Piece, PieceKind, Scan, first_come

__all__ = ["Number", "find"]

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th)\b|-(?:й|я|е|го|м|ая|ый|ой|ое|ом)\b|(?:ام|مین|امین)\b")
_DESIGNATION_BEFORE = re.compile(r"(?:[^\W\d_]|[^\W\d_]['-])$")
_RANGE = re.compile(r"\s?(?:[-–—~～至到]|to|до|تا|الی|الى)\s?$")


def find(scan: Scan, taken: Sequence[Span] = ()) -> tuple[Number, ...]:
    """All numbers of a text in order, none inside a `taken` span (dates, say)."""
    clocks = (Span(*match.span()) for match in _CLOCK.finditer(scan.plain))
    readers = (
        said_numbers.shares(scan),
        _digits(scan),
        said_numbers.in_han(scan),
        said_numbers.in_words(scan),
    )
    found = first_come(chain.from_iterable(readers), (*taken, *clocks))
    return tuple(_ranges(scan, found))


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
    return complete(scan, value, digits)


def _slashed(scan: Scan, index: int) -> tuple[Decimal, Span] | None:
    """Persian writes 3.5 as ۳/۵; only a scale or a unit behind it tells it from a ratio."""
    trio = scan.pieces[index : index + 3]
    if len(trio) < 3 or trio[1].key != "/" or not "۰" <= scan.text[trio[0].start] <= "۹":
        return None
    span = Span(trio[0].start, trio[2].end)
    if trio[2].kind is not PieceKind.DIGITS or len(span) != sum(len(piece.key) for piece in trio):
        return None
    if not (scales()[0].match(scan.lower, span.end) or units.after(scan.lower, span.end)):
        return None
    return Decimal(f"{trio[0].key}.{trio[2].key}"), span


def _designates(scan: Scan, piece: Piece) -> bool:
    """Whether digits belong to a name (S-400, 苏-35, G20, 5G) and count nothing."""
    before, following = (
        scan.plain[max(0, piece.start - 2) : piece.start],
        scan.lower[piece.end :][:1],
    )
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
    return scales()[0], units.forms_after()[0], _ORDINAL_AFTER


def _negative(plain: str, start: int) -> bool:
    return plain[start - 1 : start] in ("-", "−") and (start < 2 or plain[start - 2] in " (（")


def _ranges(scan: Scan, found: Sequence[Number]) -> Iterator[Number]:
    """In "5 to 7 million people" the first number shares unit and scale of the second."""
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
    pattern, exponents = scales()
    match = re.compile(rf"[\d.,]+(?:{pattern.pattern})").match(scan.lower, number.digits.start)
    return int(10 ** exponents[(match.lastindex or 1) - 1]) if match else 1
