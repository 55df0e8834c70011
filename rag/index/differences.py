"""Where two twins do not say the same: a number, a date, a designation, or a "not".

Precision before recall. Translations put numbers into words, leave them out, and name a country
by its capital, so that something is missing on one side is no sign. A difference is told only where
each side has exactly one thing of a kind that the other lacks: "1,200" here and "1300" there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rag.records import Passage, TwinDifference
from rag.text import facts, plain_negation, sentences
from rag.text.facts import DateFact, Facts, Name, Number, units
from rag.text.facts.names import Form
from rag.text.facts.scan import PieceKind, Scan
from rag.text.normalise import unbroken
from rag.text.plain_negation import Said

_SMALL = 2
"""Up to two things are "both", a dual or a pair: not counted in every language."""

Fact = TypeVar("Fact", Number, DateFact, Name)


def differences(here: Passage, there: Passage) -> tuple[TwinDifference, ...]:
    """What two passages in two languages that say the same do not agree on."""
    one, other = _Side(here), _Side(there)
    return (*_numbers(one, other), *_dates(one, other), *_names(one, other), *_negation(one, other))


class _Side:
    """One passage with its facts."""

    def __init__(self, passage: Passage) -> None:
        self.language = passage.language
        self.scan = Scan(unbroken(passage.text), passage.language)
        self.facts: Facts = facts.of(self.scan)
        digits = (piece.key for piece in self.scan.pieces if piece.kind is PieceKind.DIGITS)
        self.numerals = frozenset(map(_ungrouped, digits))

    def in_figures(self, number: Number) -> bool:
        return any(map(str.isdecimal, number.digits.of(self.scan.plain)))

    def figures(self, number: Number) -> str:
        return _ungrouped(number.digits.of(self.scan.plain))

    def words(self, fact: Number | DateFact | Name) -> str:
        return fact.span.of(self.scan.text)

    def sentences(self) -> list[str]:
        return [span.of(self.scan.text) for span in sentences.split(self.scan.text, self.language)]


def _numbers(one: _Side, other: _Side) -> Iterator[TwinDifference]:
    here, there = _counted(one), _counted(other)
    for unit in {number.unit for number in here}:
        lone = _rivals(
            [number for number in here if number.unit == unit],
            [number for number in there if units.same(number.unit, unit)],
            lambda number: _is_said(number, one, other),
            lambda number: _is_said(number, other, one),
        )
        # Words for numbers stand inside other words now and then.
        if lone and one.in_figures(lone[0]) and other.in_figures(lone[1]):
            yield TwinDifference("number", one.words(lone[0]), other.words(lone[1]))


def _counted(side: _Side) -> list[Number]:
    return [number for number in side.facts.numbers if number.value > _SMALL or number.percent]


def _is_said(number: Number, own: _Side, side: _Side) -> bool:
    """Whether a side has the value with any unit, in a date, or the same figures."""
    if any(number.value == other.value for other in side.facts.numbers):
        return True
    dated = [part for date in side.facts.dates for part in (date.year, date.month, date.day)]
    return own.figures(number) in side.numerals or any(number.value == part for part in dated)


def _ungrouped(numeral: str) -> str:
    return re.sub("[,. ']", "", numeral)


def _dates(one: _Side, other: _Side) -> Iterator[TwinDifference]:
    lone = _rivals(
        one.facts.dates,
        other.facts.dates,
        lambda date: _is_dated(date, other),
        lambda date: _is_dated(date, one),
    )
    if lone and lone[0].opposes(lone[1]):
        yield TwinDifference("date", one.words(lone[0]), other.words(lone[1]))


def _is_dated(date: DateFact, side: _Side) -> bool:
    """Whether a side has a date that may be the same: translations drop or add a year."""
    return any(not date.opposes(other) for other in side.facts.dates)


def _names(one: _Side, other: _Side) -> Iterator[TwinDifference]:
    """Model designations alone: what form can compare between any two scripts."""
    here, there = _designations(one), _designations(other)
    known_here, known_there = ({name.key for name in names} for names in (here, there))
    lone = _rivals(
        here, there, lambda name: name.key in known_there, lambda name: name.key in known_here
    )
    if lone:
        yield TwinDifference("name", one.words(lone[0]), other.words(lone[1]))


def _designations(side: _Side) -> list[Name]:
    return [name for name in side.facts.names if name.form is Form.DESIGNATION]


def _negation(one: _Side, other: _Side) -> Iterator[TwinDifference]:
    """Sentence by sentence where both sides have as many."""
    here, there = one.sentences(), other.sentences()
    if len(here) != len(there):
        return
    for first, second in zip(here, there, strict=True):
        said = plain_negation.said(first, one.language), plain_negation.said(second, other.language)
        if set(said) == {Said.YES, Said.NO}:
            yield TwinDifference("negation", first, second)


def _rivals(
    here: Sequence[Fact],
    there: Sequence[Fact],
    is_there: Callable[[Fact], bool],
    is_here: Callable[[Fact], bool],
) -> tuple[Fact, Fact] | None:
    """The one fact that each side has and the other lacks; None where it is not one on both."""
    only_here = [fact for fact in here if not is_there(fact)]
    only_there = [fact for fact in there if not is_here(fact)]
    return (only_here[0], only_there[0]) if len(only_here) == len(only_there) == 1 else None
