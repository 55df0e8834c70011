"""The stretches of a sentence that are of the kind a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.records import Span
from rag.text import answer_cues
from rag.text.aligned import key
from rag.text.facts import dates, names, numbers, units
from rag.text.facts.dates import DateFact
from rag.text.facts.names import Form, Name
from rag.text.facts.numbers import Number
from rag.text.facts.scan import Scan
from rag.text.questions import AnswerType, Question, QuestionKind

DATED = frozenset({AnswerType.DATE, AnswerType.YEAR})
COUNTED = frozenset({AnswerType.NUMBER, AnswerType.PERCENT, AnswerType.MONEY, AnswerType.DURATION})
NAMED = frozenset({AnswerType.PERSON, AnswerType.PLACE, AnswerType.NAME})

_PERSON_FORMS = frozenset({Form.CAPITALS, Form.DOTTED, Form.GLOSSED})
_NAME_FORMS = _PERSON_FORMS | {Form.ACRONYM, Form.TITLE, Form.DESIGNATION}
_PLACE_FORMS = frozenset({Form.PLACE, Form.CAPITALS, Form.GLOSSED})
# "22,000 years ago" is a time, "22,000 years" a duration.
_AGO = re.compile(r"\s?(?:ago|earlier|назад|тому назад|前|以前|之前|پیش|قبل|مضت|خلت)")
_AGO_BEFORE = re.compile(r"(?:قبل|منذ|距今)\s?(?:约|大约|حوالی|نحو)?\s?$")
# What joins two answers into one: a range, or an "and".
_JOINED = re.compile(r"\s?(?:[-–—~～至到和与及、]|to|and|or|до|и|или|تا|و|الی|الى|او|أو)\s?")
_IN_BRACKETS = re.compile(r"[^()（）]{0,12}[(（][^()（）]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says itself, and so does not ask for."""

    numbers: tuple[Number, ...]
    dates: tuple[DateFact, ...]
    words: frozenset[str]


@lru_cache(maxsize=256)
def said_by(question: Question) -> Said:
    """The facts of a question, found once for the many sentences it is held against."""
    scan = Scan(question.text, question.language)
    said_dates = dates.find(scan)
    said_numbers = numbers.find(scan, [date.span for date in said_dates])
    words = frozenset(scan.keys) | set(" ".join(question.names).split())
    return Said(said_numbers, said_dates, words)


def candidates(scan: Scan, question: Question) -> list[Span]:
    """Spans of `scan`'s text that may answer, in order; none that the question says itself.

    What is joined by a range or an "and" is one span ("100-150", "2011 and 2012"); a conversion
    in brackets ("120 m (390 ft)") is left out.
    """
    said = said_by(question)
    if question.answer_type in DATED:
        return list(_joined(scan, _times(scan, question, said)))
    if question.answer_type in COUNTED:
        return list(_joined(scan, _amounts(scan, question, said)))
    if question.answer_type is AnswerType.NAME and question.kind is QuestionKind.WHAT:
        return [span for span in answer_cues.named(scan) if not _repeats(span.of(scan.text), said)]
    if question.answer_type in NAMED:
        return list(_names(scan, question, said))
    return []


def _joined(scan: Scan, spans: Iterable[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in sorted(spans):
        if current is None:
            current = span
            continue
        between = scan.lower[current.end : span.start]
        if _JOINED.fullmatch(between):
            current = Span(current.start, span.end)
        elif not _IN_BRACKETS.fullmatch(between):
            yield current
            current = span
    if current is not None:
        yield current


def _times(scan: Scan, question: Question, said: Said) -> Iterator[Span]:
    found = dates.find(scan)
    for date in found:
        known = any(date.covers(other) or other == date for other in said.dates)
        if not known and (date.year is not None or question.answer_type is AnswerType.DATE):
            yield date.span
    if question.answer_type is AnswerType.DATE:
        for number in numbers.find(scan, [date.span for date in found]):
            if units.duration(number.unit) and _is_ago(scan, number.span):
                yield number.span


def _is_ago(scan: Scan, span: Span) -> bool:
    before = scan.lower[max(0, span.start - 12) : span.start]
    return bool(_AGO.match(scan.lower, span.end) or _AGO_BEFORE.search(before))


def _amounts(scan: Scan, question: Question, said: Said) -> Iterator[Span]:
    found = dates.find(scan)
    new = [
        number
        for number in numbers.find(scan, [date.span for date in found])
        if not any(number.value == other.value for other in said.numbers)
    ]
    asked = [number.span for number in new if _is_asked(number, question)]
    if asked or question.unit is not None:
        return iter(asked)
    if question.answer_type is AnswerType.DURATION:
        return (
            span for span in _joined(scan, (date.span for date in found)) if _is_range(span, found)
        )
    # "How much did it earn?" may ask for money without a word of it.
    open_ = question.answer_type is AnswerType.NUMBER
    return (number.span for number in new if open_ and number.unit != "ordinal")


def _is_range(span: Span, found: Iterable[DateFact]) -> bool:
    return sum(span.contains(date.span) for date in found) > 1


def _is_asked(number: Number, question: Question) -> bool:
    if "ordinal" in (number.unit, question.unit):
        return number.unit == question.unit
    if question.unit is not None:
        uncounted = number.unit is None and units.count(question.unit)
        return uncounted or number.unit == question.unit
    fits = {
        AnswerType.PERCENT: number.percent or (number.unit is None and number.value < 1),
        AnswerType.MONEY: units.money(number.unit),
        AnswerType.DURATION: units.duration(number.unit),
    }
    return fits.get(question.answer_type, not units.money(number.unit))


def _names(scan: Scan, question: Question, said: Said) -> Iterator[Span]:
    taken = [date.span for date in dates.find(scan)]
    forms = {AnswerType.PERSON: _PERSON_FORMS, AnswerType.PLACE: _PLACE_FORMS}
    for name in names.find(scan, taken):
        fits = name.form in forms.get(question.answer_type, _NAME_FORMS)
        if fits and not _is_said(name, said) and not _is_foreign(scan, name):
            yield name.span


def _is_foreign(scan: Scan, name: Name) -> bool:
    """Whether it is a Latin word in a text without capitals: a gloss more often than an answer."""
    return scan.unicameral and name.form in (Form.CAPITALS, Form.ACRONYM)


def _repeats(words: str, said: Said) -> bool:
    return all(key(word) in said.words for word in words.split())


def _is_said(name: Name, said: Said) -> bool:
    """Whether the question names it already, in part or in another alphabet."""
    keys = (name.key, *name.key.split(), *map(key, name.text.split()))
    return any(word in said.words for word in keys)
