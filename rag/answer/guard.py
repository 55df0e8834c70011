"""The guard: numbers, dates, names and negation of a claim must agree with its evidence.

It works across scripts, digit systems and calendars, and refuses to guess: what form cannot
compare (a name in Han against one in letters, say) is left alone. An empty result means that
nothing speaks against the claim, not that the evidence entails it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer import guard_names
from rag.records import Span
from rag.text import facts
from rag.text.facts import DateFact, Facts, Number, polarity, units
from rag.text.facts.scan import PieceKind, Scan
from rag.text.words import key_terms


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something a claim says that its evidence does not.

    `kind` is "number", "date", "name", "negation" or "unit"; `claim` is the claim's wording,
    `evidence` what stands in its place, None where nothing does.
    """

    kind: str
    claim: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts, with its facts."""

    scan: Scan
    facts: Facts

    def words(self, span: Span) -> str:
        return span.of(self.scan.text)


def check(
    claim: str,
    evidence: str,
    claim_language: str | None = None,
    evidence_language: str | None = None,
) -> tuple[Mismatch, ...]:
    """What in `claim` does not agree with `evidence`; empty where all of it does.

    Every number, date and name of the claim must be in the evidence, in any script; a date may be
    less precise than the evidence's, not more. A clause both texts have must be negated in both
    or in neither.
    """
    said, shown = _side(claim, claim_language), _side(evidence, evidence_language)
    return (*_numbers(said, shown), *_dates(said, shown), *_names(said, shown), *_negation(said, shown))


def _side(text: str, language: str | None) -> _Side:
    scan = Scan(text, language)
    return _Side(scan, facts.of(scan))


def _numbers(said: _Side, shown: _Side) -> Iterator[Mismatch]:
    for number in said.facts.numbers:
        if _is_small_talk(number) or any(_agrees(number, other) for other in shown.facts.numbers):
            continue
        same_value = [other for other in shown.facts.numbers if other.value == number.value]
        if same_value:
            yield Mismatch("unit", said.words(number.span), shown.words(same_value[0].span))
        elif not _stands_in(number, shown):
            yield Mismatch("number", said.words(number.span), _rival_number(number, shown))


def _is_small_talk(number: Number) -> bool:
    """One and two are said in too many ways ("both", Arabic duals, "a") to be missed."""
    return number.value <= 2 and not (number.percent or units.money(number.unit))


def _agrees(number: Number, other: Number) -> bool:
    if number.value == other.value:
        open_ = "ordinal" in (number.unit, other.unit)
        return open_ or units.same(number.unit, other.unit)
    shares = (number, other) if number.percent else (other, number)
    return shares[0].percent and shares[1].unit is None and shares[0].value == shares[1].value * 100


def _stands_in(number: Number, shown: _Side) -> bool:
    """Whether the evidence has the numeral all the same: as a year, or inside a name."""
    value = str(int(number.value)) if number.value == int(number.value) else str(number.value)
    return any(
        piece.kind is PieceKind.DIGITS and re.sub("[,. ]", "", piece.key) == value
        for piece in shown.scan.pieces
    )


def _rival_number(number: Number, shown: _Side) -> str | None:
    rivals = [other for other in shown.facts.numbers if other.unit == number.unit]
    return shown.words(rivals[0].span) if len(rivals) == 1 else None


def _dates(said: _Side, shown: _Side) -> Iterator[Mismatch]:
    for date in said.facts.dates:
        if not _is_dated(date, shown):
            rivals = [other for other in shown.facts.dates if date.opposes(other)]
            evidence = shown.words(rivals[0].span) if len(rivals) == 1 else None
            yield Mismatch("date", said.words(date.span), evidence)


def _is_dated(date: DateFact, shown: _Side) -> bool:
    dates = shown.facts.dates
    if any(date.covers(other) for other in dates):
        return True
    if date.year is None:
        return False
    # A day and its year may stand apart in the evidence: "On 26 January ... of 2021".
    year = any(other.year == date.year for other in dates)
    day = any(
        other.year is None and (other.month, other.day) == (date.month, date.day) for other in dates
    )
    if date.month is not None:
        return year and day
    return any(piece.key == str(date.year) for piece in shown.scan.pieces)


def _names(said: _Side, shown: _Side) -> Iterator[Mismatch]:
    seen = guard_names.Seen(shown.scan, shown.facts.names)
    for name in said.facts.names:
        if seen.lacks(name):
            yield Mismatch("name", name.text, seen.rival(name))


def _negation(said: _Side, shown: _Side) -> Iterator[Mismatch]:
    if said.scan.language == shown.scan.language:
        opposed = polarity.opposed(said.scan, shown.scan)
        if opposed:
            yield Mismatch("negation", said.words(opposed.one), shown.words(opposed.other))
    elif polarity.differ_plainly(said.scan, shown.scan):
        yield Mismatch("negation", said.scan.text, shown.scan.text)


def oppose(
    a: str, b: str, a_language: str | None = None, b_language: str | None = None
) -> Mismatch | None:
    """How two evidence sentences about the same thing disagree, None where they need not.

    They disagree on the one number each has of a unit, on the one date each has, or on yes and no.
    Precision first: both must speak of the same names or share most of their words.
    """
    one, other = _side(a, a_language), _side(b, b_language)
    if not _same_thing(one, other):
        return None
    return _opposed_number(one, other) or _opposed_date(one, other) or _opposed_polarity(one, other)


_SAME_WORDS = 0.5
# Two roundings of one amount do not disagree.
_ROUNDING = 0.02


def _same_thing(one: _Side, other: _Side) -> bool:
    shared_names = {name.key for name in one.facts.names} & {name.key for name in other.facts.names}
    if one.scan.language != other.scan.language:
        return bool(shared_names)
    first, second = frozenset(key_terms(one.scan.text)), frozenset(key_terms(other.scan.text))
    return len(first & second) >= _SAME_WORDS * max(1, min(len(first), len(second)))


def _opposed_number(one: _Side, other: _Side) -> Mismatch | None:
    for number in one.facts.numbers:
        rivals = [rival for rival in other.facts.numbers if rival.unit == number.unit]
        own = [rival for rival in one.facts.numbers if rival.unit == number.unit]
        if len(own) == len(rivals) == 1 and _differs(one, number, other, rivals[0]):
            return Mismatch("number", one.words(number.span), other.words(rivals[0].span))
    return None


def _differs(one: _Side, number: Number, other: _Side, rival: Number) -> bool:
    if number.unit == "ordinal" or not _counts_the_same(one, number, other, rival):
        return False
    apart = abs(number.value - rival.value)
    return apart > _ROUNDING * float(max(number.value, rival.value)) if not number.percent else apart > 0


def _counts_the_same(one: _Side, number: Number, other: _Side, rival: Number) -> bool:
    """Whether a unit, or in one language the words that follow, say that both count one thing."""
    if number.unit is not None:
        return True
    return one.scan.language == other.scan.language and bool(
        _counted(one, number) & _counted(other, rival)
    )


def _counted(side: _Side, number: Number) -> frozenset[str]:
    following = side.scan.text[number.span.end :].split(",")[0].split()[:3]
    return frozenset(key_terms(" ".join(following)[:24]))


def _opposed_date(one: _Side, other: _Side) -> Mismatch | None:
    dates, rivals = one.facts.dates, other.facts.dates
    if len(dates) == len(rivals) == 1 and dates[0].opposes(rivals[0]):
        return Mismatch("date", one.words(dates[0].span), other.words(rivals[0].span))
    return None


def _opposed_polarity(one: _Side, other: _Side) -> Mismatch | None:
    opposed = None
    if one.scan.language == other.scan.language:
        opposed = polarity.opposed(one.scan, other.scan)
    if opposed is None:
        return None
    return Mismatch("negation", one.words(opposed.one), other.words(opposed.other))
