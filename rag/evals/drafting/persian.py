"""Persian questions: the words that ask stand where the answer stood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evals.drafting.asked import Asked, is_one_time, is_worth_asking, of_facts
from rag.evals.drafting.lexicon import about
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.aligned import key
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number
from rag.text.stopwords import SPACED

# A Persian sentence so long is several, each with a verb of its own.
_MOST_WORDS = 20
_YEAR_BEFORE = re.compile(r"(?<!\w)سال\s$")
_IN_BEFORE = re.compile(r"(?<!\w)در(?: (?:تاریخ|روز))?\s$")
_DAY_BEFORE = re.compile(r"(?<!\w)(?:تاریخ|روز)\s$")
_CALENDAR = re.compile(r"\s?\(?(?:میلادی|شمسی|خورشیدی|هجری(?: (?:شمسی|قمری|خورشیدی))?|قمری)\)?")
_BLURRED = re.compile(r"\s?(?:[-–—/]|تا\b|و [\d۰-۹]|الی\b|\()")
_JOINED_BEFORE = re.compile(
    r"(?:[-–—]|\bتا|\bو|\bبین|\bمیان|اواخر|اوایل|اواسط|دهه|پیش از|قبل از)\s?(?:سال\s)?$"
)
_WORD_AFTER = re.compile(r"\s([^\W\d]+)")
_OTHER_BEFORE = re.compile(
    r"(?<!\w)(?:بیش از|بیشتر از|کمتر از|حداقل|دست کم|نزدیک|شماره|ماده|دهه|قرن|سده|سال|هر|از|تا|بین"
    r"|به عنوان|تنها)\s$"
)


def questions(statement: Statement) -> Iterator[Asked]:
    """Every question the sentence allows."""
    return of_facts(statement, _when, _how_many)


def _when(of: Statement, date: DateFact) -> str | None:
    before = of.text[: date.span.start]
    calendar = _CALENDAR.match(of.text, date.span.end)
    end = calendar.end() if calendar else date.span.end
    if not is_one_time(of, date) or _BLURRED.match(of.text, end) or _JOINED_BEFORE.search(before):
        return None
    if year := _YEAR_BEFORE.search(before):
        return _replaced(of, Span(year.start(), end), "چه سالی")
    if not _IN_BEFORE.search(before):
        return None
    if date.month is None:
        return _replaced(of, Span(date.span.start, end), "چه سالی")
    day = _DAY_BEFORE.search(before)
    return _replaced(of, Span(day.start() if day else date.span.start, end), "چه تاریخی")


def _how_many(of: Statement, number: Number) -> str | None:
    """After چند a noun is singular, as it is after a figure."""
    before, noun = of.text[: number.digits.start], _WORD_AFTER.match(of.text, number.digits.end)
    if not is_worth_asking(of.text, number) or noun is None or key(noun[1]) in SPACED:
        return None
    if number.span.start < number.digits.start or _OTHER_BEFORE.search(before):
        return None
    softened = about("fa").search(before)
    start = softened.start() if softened else number.digits.start
    return _replaced(of, Span(start, number.digits.end), "چند")


def _replaced(of: Statement, span: Span, word: str) -> str | None:
    asked = f"{of.text[: span.start]}{word}{of.text[span.end :]}".rstrip(" .")
    long = len(asked.split()) > _MOST_WORDS or asked.count("،") > 1
    return None if long or "؛" in asked or ":" in asked else f"{asked}؟"
