"""Units of measure, time, money and counting: one name each, however a language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from rag.text.lexicon import entries, labelled, table

_GROUPS = ("measures", "times", "money", "counts")
DURATIONS = frozenset(
    {"century", "decade", "year", "month", "week", "day", "hour", "minute", "second"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found beside a number: its name and where, with the number, it ends (or begins)."""

    name: str
    offset: int


@cache
def names(group: str) -> frozenset[str]:
    """The unit names of one group: "measures", "times", "money" or "counts"."""
    return frozenset(table("units")[group])


@cache
def forms_after() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Every written form of a unit, one group a unit, with the units' names in that order."""
    listings = {
        name: listing for group in _GROUPS for name, listing in table("units")[group].items()
    }
    return re.compile(rf"[\s\u200c-]?(?:{labelled(listings)})"), tuple(listings)


@cache
def _before() -> tuple[re.Pattern[str], MappingProxyType[str, str]]:
    prefixes = table("units")["prefixes"]
    unit_of = {sign: unit for unit, listing in prefixes.items() for sign in entries(listing)}
    signs = "|".join(re.escape(sign) for sign in sorted(unit_of, key=len, reverse=True))
    return re.compile(rf"(?:(?<=\W)|^)({signs})\s?$|(百分之)$"), MappingProxyType(unit_of)


def after(lowered: str, at: int) -> Unit | None:
    """The unit that begins right at offset `at`, a space or hyphen set aside."""
    forms, unit_names = forms_after()
    match = forms.match(lowered, at)
    return Unit(unit_names[(match.lastindex or 1) - 1], match.end()) if match else None


def before(lowered: str, at: int) -> Unit | None:
    """The unit sign that ends right before offset `at` ("US$5", "٪۷۰", "百分之七十")."""
    begin = max(0, at - 6)
    pattern, unit_of = _before()
    match = pattern.search(lowered[begin:at])
    return Unit(unit_of[match[1] or match[2]], begin + match.start()) if match else None


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount in the unit its kind is measured in: metres, days, kilograms."""

    value: Decimal
    base: str


@cache
def _factors() -> MappingProxyType[str, Measure]:
    factors = {}
    for base, listing in table("units")["conversions"].items():
        for entry in entries(listing):
            unit, factor = entry.split()
            factors[unit] = Measure(Decimal(factor), base)
    return MappingProxyType(factors)


def measure(value: Decimal, unit: str | None) -> Measure | None:
    """The amount in the base unit of its kind, None for what is not converted."""
    factor = _factors().get(unit) if unit else None
    return Measure(value * factor.value, factor.base) if factor else None


def money(unit: str | None) -> bool:
    """Whether a unit is money; "money" itself is money of an unknown currency."""
    return unit is not None and unit in names("money")


def duration(unit: str | None) -> bool:
    """Whether a unit measures time."""
    return unit in DURATIONS


def count(unit: str | None) -> bool:
    """Whether a number so marked counts things: no unit, or people and occurrences."""
    return unit is None or unit in names("counts")


def same(one: str | None, other: str | None) -> bool:
    """Whether two units may stand for the same: equal, or one of them left open."""
    return (
        one == other
        or one is None
        or other is None
        or (money(one) and money(other) and "money" in (one, other))
    )
