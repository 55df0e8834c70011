"""The guard: numbers, dates, names and negation of a claim must agree with its evidence.

It works across scripts, digit systems and calendars, and refuses to guess: what form cannot
compare (a name in Han against one in letters, say) is left alone. An empty result means that
nothing speaks against the claim, not that the evidence entails it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer import guard_names
from rag.answer.mismatch import Mismatch, Side, side
from rag.answer.opposition import oppose
from rag.text.facts import DateFact, Number, polarity, units
from rag.text.facts.scan import PieceKind

__all__ = ["Mismatch", "check", "oppose"]


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
    said, shown = side(claim, claim_language), side(evidence, evidence_language)
    return (
        *_numbers(said, shown),
        *_dates(said, shown),
        *_names(said, shown),
        *_negation(said, shown),
    )


def _numbers(said: Side, shown: Side) -> Iterator[Mismatch]:
    for number in said.facts.numbers:
        if _is_small_talk(number) or any(_agrees(number, other) for other in shown.facts.numbers):
            continue
        same_value = [other for other in shown.facts.numbers if other.value == number.value]
        if same_value:
            yield Mismatch("unit", said.words(number.span), shown.words(same_value[0].span))
        elif not _stands_in(number, said, shown):
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


def _rival_number(number: Number, shown: Side) -> str | None:
    rivals = [other for other in shown.facts.numbers if other.unit == number.unit]
    return shown.words(rivals[0].span) if len(rivals) == 1 else None


def _dates(said: Side, shown: Side) -> Iterator[Mismatch]:
    for date in said.facts.dates:
        if not _is_dated(date, shown):
            rivals = [other for other in shown.facts.dates if date.opposes(other)]
            evidence = shown.words(rivals[0].span) if len(rivals) == 1 else None
            yield Mismatch("date", said.words(date.span), evidence)


def _is_dated(date: DateFact, shown: Side) -> bool:
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


def _names(said: Side, shown: Side) -> Iterator[Mismatch]:
    seen = guard_names.Seen(shown.scan, shown.facts.names)
    for name in said.facts.names:
        if seen.lacks(name):
            yield Mismatch("name", name.text, seen.rival(name))


def _negation(said: Side, shown: Side) -> Iterator[Mismatch]:
    if said.scan.language == shown.scan.language:
        opposed = polarity.opposed(said.scan, shown.scan)
        if opposed:
            yield Mismatch("negation", said.words(opposed.one), shown.words(opposed.other))
    elif polarity.differ_plainly(said.scan, shown.scan):
        yield Mismatch("negation", said.scan.text, shown.scan.text)
