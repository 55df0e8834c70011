"""The facts of a text that can be compared across languages: numbers, dates, names, negation."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Span
from rag.text.facts import dates, names, negation, numbers
from rag.text.facts.dates import DateFact
from rag.text.facts.names import Name
from rag.text.facts.numbers import Number
from rag.text.facts.scan import Scan

__all__ = ["DateFact", "Facts", "Name", "Number", "find"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states, each with its span in that text, in order of place.

    `negations` are the words that negate ("not", 没有, نیست); how far each reaches is told by
    `negation.scope`.
    """

    numbers: tuple[Number, ...]
    dates: tuple[DateFact, ...]
    names: tuple[Name, ...]
    negations: tuple[Span, ...]


def find(text: str, language: str | None = None) -> Facts:
    """The facts of `text`; a numeral that is part of a date is no number besides.

    Args:
        text: a sentence or a passage; longer texts take longer, nothing else changes.
        language: its language code where known; else it is detected where it matters.
    """
    return of(Scan(text, language))


def of(scan: Scan) -> Facts:
    """The facts of a text that has been scanned already."""
    found_dates = dates.find(scan)
    taken = [date.span for date in found_dates]
    found_names = names.find(scan, taken)
    designations = [name.span for name in found_names if name.form in names.HOLDS_DIGITS]
    return Facts(
        numbers=numbers.find(scan, (*taken, *designations)),
        dates=found_dates,
        names=found_names,
        negations=negation.find(scan),
    )
