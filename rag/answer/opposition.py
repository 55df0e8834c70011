"""Where two pieces of evidence about the same thing cannot both be right."""

from __future__ import annotations

from decimal import Decimal

from rag.answer.mismatch import Mismatch, Side, side
from rag.text.facts import Number, polarity
from rag.text.words import key_terms

_SAME_WORDS = 0.5
_FEWEST_TERMS = 3
_SHARED_LANDMARKS = 2
# Two roundings of one amount do not disagree.
_ROUNDING = Decimal("0.02")


def oppose(
    a: str, b: str, a_language: str | None = None, b_language: str | None = None
) -> Mismatch | None:
    """How two evidence sentences about the same thing disagree, None where they need not.

    They disagree on the one number each has of a unit, on the one date each has, or on yes and no.
    Precision first: both must speak of the same names or share most of their words.
    """
    one, other = side(a, a_language), side(b, b_language)
    if not _same_thing(one, other):
        return None
    return _opposed_number(one, other) or _opposed_date(one, other) or _opposed_polarity(one, other)


def _same_thing(one: Side, other: Side) -> bool:
    if one.scan.language != other.scan.language:
        return len(_landmarks(one) & _landmarks(other)) >= _SHARED_LANDMARKS
    return _alike(one.scan.text, other.scan.text)


def _alike(one: str, other: str) -> bool:
    """Whether two texts of one language share half of their terms (by Dice's coefficient)."""
    first, second = frozenset(key_terms(one)), frozenset(key_terms(other))
    shared = len(first & second)
    return shared >= _FEWEST_TERMS and 2 * shared >= _SAME_WORDS * (len(first) + len(second))


def _landmarks(side: Side) -> frozenset[str]:
    """The names and years that stand in any language alike."""
    years = (str(date.year) for date in side.facts.dates if date.year is not None)
    return frozenset((*(name.key for name in side.facts.names), *years))


def _opposed_number(one: Side, other: Side) -> Mismatch | None:
    for number in one.facts.numbers:
        rivals = [rival for rival in other.facts.numbers if rival.unit == number.unit]
        own = [rival for rival in one.facts.numbers if rival.unit == number.unit]
        if len(own) == len(rivals) == 1 and _differs(one, number, other, rivals[0]):
            return Mismatch("number", one.words(number.span), other.words(rivals[0].span))
    return None


def _differs(one: Side, number: Number, other: Side, rival: Number) -> bool:
    if number.unit == "ordinal" or not _counts_the_same(one, number, other, rival):
        return False
    rounding = 0 if number.percent else _ROUNDING * max(number.value, rival.value)
    return abs(number.value - rival.value) > rounding


def _counts_the_same(one: Side, number: Number, other: Side, rival: Number) -> bool:
    """Whether a unit, or in one language the words that follow, say that both count one thing."""
    if number.unit is not None:
        return True
    return one.scan.language == other.scan.language and bool(
        _counted(one, number) & _counted(other, rival)
    )


def _counted(side: Side, number: Number) -> frozenset[str]:
    following = side.scan.text[number.span.end :].split(",")[0].split()[:3]
    return frozenset(key_terms(" ".join(following)[:24]))


def _opposed_date(one: Side, other: Side) -> Mismatch | None:
    dates, rivals = one.facts.dates, other.facts.dates
    if len(dates) == len(rivals) == 1 and dates[0].opposes(rivals[0]):
        return Mismatch("date", one.words(dates[0].span), other.words(rivals[0].span))
    return None


def _opposed_polarity(one: Side, other: Side) -> Mismatch | None:
    if one.scan.language != other.scan.language:
        return None
    opposed = polarity.opposed(one.scan, other.scan)
    if opposed is None:
        return None
    clause, against = one.words(opposed.one), other.words(opposed.other)
    return Mismatch("negation", clause, against) if _alike(clause, against) else None
