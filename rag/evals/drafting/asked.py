"""What every language's grammar gives: a question with the words of the sentence that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number

_LEAST_FIGURE = 4
_YEARS = range(1000, 2200)


class Kind(StrEnum):
    """What a drafted question was made from; its tag in the file."""

    DATE = "date"
    FIGURE = "figure"
    NAME = "name"
    SPEAKER = "speaker"
    DEFINITION = "definition"
    REASON = "reason"
    SPEECH = "speech"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answer` is a span of the statement, None where a sentence answers."""

    question: str
    kind: Kind
    answer: Span | None


def of_facts(
    statement: Statement,
    when: Callable[[Statement, DateFact], str | None],
    how_many: Callable[[Statement, Number], str | None],
) -> Iterator[Asked]:
    """A question for each date and each number that a language's `when` or `how_many` has one for.

    Both give None where the sentence does not allow the question.
    """
    for date in statement.facts.dates:
        if question := when(statement, date):
            yield Asked(question, Kind.DATE, date.span)
    for number in statement.facts.numbers:
        if question := how_many(statement, number):
            yield Asked(question, Kind.FIGURE, number.span)


def without(text: str, *spans: Span) -> str:
    """The text without some stretches, spaces and stray punctuation closed up."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start].rstrip() + " " + text[span.end :].lstrip()
    return " ".join(text.split()).replace(" ,", ",").replace(" ،", "،").strip(" ,،")


def is_worth_asking(text: str, number: Number) -> bool:
    """Whether a figure of `text` is a finding: no rank, no year, no small number."""
    in_digits = any(char.isdecimal() for char in number.digits.of(text))
    year = number.unit is None and len(number.digits) == 4 and number.value in _YEARS
    return in_digits and number.unit != "ordinal" and number.value >= _LEAST_FIGURE and not year


def is_one_time(statement: Statement, date: DateFact) -> bool:
    """Whether a date is one year or day of the sentence itself, not of a remark in brackets."""
    opened = statement.text[: date.span.start]
    bracketed = any(
        opened.count(left) > opened.count(right) for left, right in (("(", ")"), ("（", "）"))
    )
    return date.year is not None and date.years == 1 and not bracketed
