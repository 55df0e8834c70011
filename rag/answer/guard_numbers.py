"""Whether a number of a claim stands in its evidence: converted, rounded or said otherwise too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rag.answer.mismatch import Mismatch, Side
from rag.text.facts import Number, units
from rag.text.facts.amounts import Bound, bound
from rag.text.facts.scan import PieceKind

_CONVERTED = Decimal("0.03")
_ABOUT = Decimal("0.05")
_BEYOND = Decimal("0.25")


def check(said: Side, shown: Side) -> Iterator[Mismatch]:
    """The numbers of a claim that its evidence does not bear out."""
    for number in said.facts.numbers:
        if _is_small_talk(number) or any(_agrees(said, number, o) for o in shown.facts.numbers):
            continue
        same_value = [other for other in shown.facts.numbers if other.value == number.value]
        if same_value:
            yield Mismatch("unit", said.words(number.span), shown.words(same_value[0].span))
        elif not _stands_in(number, said, shown):
            yield Mismatch("number", said.words(number.span), _rival(number, shown))


def _is_small_talk(number: Number) -> bool:
    """One and two are said in too many ways ("both", Arabic duals, "a") to be missed."""
    return number.value <= 2 and not (number.percent or units.money(number.unit))


def _agrees(said: Side, number: Number, other: Number) -> bool:
    if number.value == other.value:
        open_ = "ordinal" in (number.unit, other.unit)
        return open_ or units.same(number.unit, other.unit) or _converted(number, other)
    shares = (number, other) if number.percent else (other, number)
    if shares[0].percent and shares[1].unit is None:
        return abs(shares[0].value - shares[1].value * 100) < 1
    return _converted(number, other) or _within(bound(said.scan, number), number, other)


def _converted(number: Number, other: Number) -> bool:
    """Sixty days for two months, 100 km for 62 miles."""
    one = units.measure(number.value, number.unit)
    two = units.measure(other.value, other.unit)
    if one is None or two is None or one.base != two.base or number.unit == other.unit:
        return False
    return abs(one.value - two.value) <= _CONVERTED * max(abs(one.value), abs(two.value))


def _within(bound: Bound | None, number: Number, other: Number) -> bool:
    """Whether "about", "over" or "almost" makes room for the number that stands there."""
    if bound is None or not units.same(number.unit, other.unit) or not other.value:
        return False
    excess = (other.value - number.value) / other.value
    if bound is Bound.ABOUT:
        return abs(excess) <= _ABOUT
    return 0 <= (excess if bound is Bound.OVER else -excess) <= _BEYOND


def _stands_in(number: Number, said: Side, shown: Side) -> bool:
    """Whether the evidence has the numeral all the same: as a year, or grouped otherwise."""
    value = str(int(number.value)) if number.value == int(number.value) else str(number.value)
    written = _ungrouped(number.digits.of(said.scan.plain))
    digits = (
        _ungrouped(piece.key) for piece in shown.scan.pieces if piece.kind is PieceKind.DIGITS
    )
    return any(numeral in (value, written) for numeral in digits)


def _ungrouped(numeral: str) -> str:
    return re.sub("[,. ]", "", numeral)


def _rival(number: Number, shown: Side) -> str | None:
    rivals = [other for other in shown.facts.numbers if other.unit == number.unit]
    return shown.words(rivals[0].span) if len(rivals) == 1 else None
