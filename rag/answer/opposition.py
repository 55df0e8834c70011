"""Where two pieces of evidence about the same thing cannot both be right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from rag.answer.mismatch import Mismatch, Side, side
from rag.answer.numbered import are_namesakes
from rag.records import Span
from rag.text.facts import DateFact, Number, polarity
from rag.text.facts.amounts import Bound, bound
from rag.text.facts.scan import Scan
from rag.text.words import key_terms

_SAME_WORDS = 0.5
_FEWEST_TERMS = 3
_TELLING_SOUNDS = 3
"""From how many letters of its skeleton a word of a name tells it from others."""
# Two roundings of one amount do not disagree; shares are rounded to points.
_ROUNDING = Decimal("0.02")
_ROUNDING_POINTS = Decimal(1)


def oppose_answers(a: str, b: str, a_answer: str, b_answer: str) -> Mismatch | None:
    """How the answers that two sentences give to one question disagree, None where they need not.

    Only numbers and dates that stand in `a_answer` and `b_answer`, words of the sentences, are
    compared. That both answer the question says most of what makes them speak of one thing; a name
    or a year shared says the rest, or most words in one language, or a word of a name in two; a
    name with two numerals says the contrary.
    """
    one, other = _answering(a, a_answer), _answering(b, b_answer)
    same_language = one.side.scan.language == other.side.scan.language
    known = _landmarks(one.side, parts=not same_language)
    if known.isdisjoint(_landmarks(other.side, parts=not same_language)) and not (
        same_language and _alike(a, b)
    ):
        return None
    if are_namesakes(a, b, one.figures, other.figures):
        return None
    return _opposed_number(one, other) or _opposed_date(one, other)


def oppose_in_polarity(a: str, b: str) -> Mismatch | None:
    """Where one of two sentences of one language denies what the other affirms."""
    if not _alike(a, b):
        return None
    one, other = Scan(a), Scan(b)
    opposed = polarity.opposed(one, other) if one.language == other.language else None
    if opposed is None:
        return None
    clause, against = opposed.one.of(a), opposed.other.of(b)
    return Mismatch("negation", clause, against) if _alike(clause, against) else None


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence with the numbers and dates in it that are compared."""

    side: Side
    numbers: tuple[Number, ...]
    dates: tuple[DateFact, ...]

    @property
    def figures(self) -> list[Span]:
        """Where numerals stand that belong to no name: dates, and the numbers compared."""
        dates = [each.span for each in self.side.facts.dates]
        return [*dates, *(each.span for each in self.numbers)]


def _answering(text: str, answer: str) -> _Told:
    """What touches the answer's words; nothing where they do not stand in the text."""
    found = side(text, None)
    start = text.find(answer)
    words = Span(start, start + len(answer)) if answer and start >= 0 else Span(0, 0)
    return _Told(
        found,
        tuple(_as_share(n) for n in found.facts.numbers if n.span.overlaps(words)),
        tuple(date for date in found.facts.dates if date.span.overlaps(words)),
    )


def _as_share(number: Number) -> Number:
    """Two thirds as 66.7 percent, anything else as it is."""
    if number.unit is None and 0 < number.value < 1:
        return replace(number, value=number.value * 100, unit="%")
    return number


def _alike(one: str, other: str) -> bool:
    """Whether two texts of one language share half of their terms (by Dice's coefficient)."""
    first, second = frozenset(key_terms(one)), frozenset(key_terms(other))
    shared = len(first & second)
    return shared >= _FEWEST_TERMS and 2 * shared >= _SAME_WORDS * (len(first) + len(second))


def _landmarks(side: Side, *, parts: bool) -> frozenset[str]:
    """The names and years that stand in any language alike; with `parts` also a name's words.

    Languages differ in what they count to a name: "Mount Sarn" is "гора Сарн".
    """
    years = (str(date.year) for date in side.facts.dates if date.year is not None)
    names = [name.key for name in side.facts.names]
    words = (word for name in names for word in name.split() if len(word) >= _TELLING_SOUNDS)
    return frozenset((*names, *years, *(words if parts else ())))


def _opposed_number(one: _Told, other: _Told) -> Mismatch | None:
    for number in one.numbers:
        rivals = [rival for rival in other.numbers if rival.unit == number.unit]
        own = [rival for rival in one.numbers if rival.unit == number.unit]
        if len(own) == len(rivals) == 1 and _differs(one.side, number, other.side, rivals[0]):
            words = one.side.words(number.span), other.side.words(rivals[0].span)
            return Mismatch("number", *words)
    return None


def _differs(one: Side, number: Number, other: Side, rival: Number) -> bool:
    if number.unit == "ordinal":
        return False
    if _leaves_room(one, number, rival) or _leaves_room(other, rival, number):
        return False
    largest = max(number.value, rival.value)
    rounding = _ROUNDING_POINTS if number.percent else _ROUNDING * largest
    return abs(number.value - rival.value) > rounding


def _leaves_room(side: Side, number: Number, rival: Number) -> bool:
    """Whether "over" or "under" a number makes room for another."""
    said = bound(side.scan, number)
    if said is Bound.OVER:
        return rival.value >= number.value
    return said is Bound.UNDER and rival.value <= number.value


def _opposed_date(one: _Told, other: _Told) -> Mismatch | None:
    dates, rivals = one.dates, other.dates
    if len(dates) == len(rivals) == 1 and dates[0].opposes(rivals[0]):
        words = one.side.words(dates[0].span), other.side.words(rivals[0].span)
        return Mismatch("date", *words)
    return None
