"""Decades and centuries: the 1960s, 1960年代, 60-е, دهه ۱۹۶۰; the 19th century, XIX век."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text.facts import counting, years
from rag.text.facts.calendars import JALALI_YEARS, Calendar, Day, WrittenDate
from rag.text.facts.scan import Piece, Scan
from rag.text.lexicon import Stems, entries, phrase, table

_DECADE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:(?P<century>\d{1,2}|[一二三四五六七八九十]{1,3})\s?世纪)?"
    r"(?P<years>\d{3}0|\d0|[一二三四五六七八九]十)(?:'?s\b|-?(?:е|х)\b(?:\s?г(?:г|оды|одов|одах)\b)?|\s?年代)"
)
_HAN_CENTURY = re.compile(
    r"(?P<era>公元前|前)?(?P<century>\d{1,2}|[一二三四五六七八九十]{1,3})\s?世纪"
)


def find(scan: Scan) -> Iterator[WrittenDate]:
    """Every decade and century of a text."""
    yield from _decades(scan)
    yield from _said_decades(scan)
    if scan.han:
        yield from _han_centuries(scan)
    yield from _centuries(scan)


def _decades(scan: Scan) -> Iterator[WrittenDate]:
    if not (scan.figures or scan.han):
        return
    for match in _DECADE.finditer(scan.lower):
        years = _value(match["years"])
        if years < 100:
            years += (_value(match["century"]) - 1) * 100 if match["century"] else 1900
        yield WrittenDate(Day(years), Span(*match.span()), years=10)


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else counting.han(numeral)


@cache
def _decade_words() -> Stems[int]:
    words = table("dates")["decades"]
    return Stems(
        (entry, 1900 + int(years))
        for years, listing in words.items()
        if years.isdigit()
        for entry in entries(listing)
    )


@cache
def _decade_cue() -> re.Pattern[str]:
    cues = "|".join(phrase(entry) for entry in entries(table("dates")["decades"]["before"]))
    return re.compile(rf"(?:{cues})\W{{1,2}}(?:های )?(\d{{3}}0|\d0)(?!\d)")


def _said_decades(scan: Scan) -> Iterator[WrittenDate]:
    """Decades that a word marks: دهه ۶۰, الستينيات, the sixties."""
    for match in _decade_cue().finditer(scan.lower) if scan.figures else ():
        years = int(match[1])
        jalali = scan.persian and (years < 100 or years in JALALI_YEARS)
        years += (1300 if jalali else 1900) if years < 100 else 0
        calendar = Calendar.JALALI if jalali else Calendar.GREGORIAN
        yield WrittenDate(Day(years), Span(*match.span()), years=10, calendar=calendar)
    known = _decade_words()
    for _, piece in scan.words:
        if start := known.get(piece.key):
            yield WrittenDate(Day(start), piece.span, years=10)


def _han_centuries(scan: Scan) -> Iterator[WrittenDate]:
    for match in _HAN_CENTURY.finditer(scan.plain):
        yield _century(_value(match["century"]), Span(*match.span()), before_era=bool(match["era"]))


def _century(
    number: int, span: Span, before_era: bool, calendar: Calendar = Calendar.GREGORIAN
) -> WrittenDate:
    start = -100 * number if before_era else 100 * (number - 1) + 1
    return WrittenDate(Day(start), span, years=100, calendar=calendar)


@dataclass(frozen=True, slots=True)
class _Rank:
    """An ordinal of one or more words: its value and the index after it."""

    value: int
    next: int


@cache
def _century_words() -> Stems[bool]:
    return Stems((entry, True) for entry in entries(table("dates")["centuries"]["words"]))


_ROMAN = {"i": 1, "v": 5, "x": 10, "х": 10, "і": 1}
_ROMAN_RANK = re.compile(r"[ivxхі]{1,5}")
_RANK_FILLERS = frozenset({"-", "و", "th", "st", "nd", "rd", "й", "го", "м", "ام", "م", "ые", "х"})


def _centuries(scan: Scan) -> Iterator[WrittenDate]:
    """Centuries that a word names, with the rank before it or, in Persian and Arabic, after."""
    pieces = scan.pieces
    known = _century_words()
    for index, piece in scan.words:
        if not known.get(piece.key):
            continue
        after = _rank(pieces, index + 1, len(pieces))
        if piece.key.isascii() or "а" <= piece.key[0] <= "я":
            start = _rank_start(pieces, index)
            ranked, first, last = _rank(pieces, start, index), start, index
        else:
            ranked, first, last = after, index, (after.next - 1 if after else index)
        if ranked and 1 <= ranked.value <= 30:
            span = Span(pieces[first].start, pieces[last].end)
            yield _in_era(scan, ranked.value, span)


def _in_era(scan: Scan, number: int, span: Span) -> WrittenDate:
    mark = years.era_after(scan, span.end)
    if mark is None:
        return _century(number, span, before_era=False)
    return _century(number, span, mark.before_era, mark.calendar)


def _rank_start(pieces: Sequence[Piece], index: int) -> int:
    """Where the ordinal begins that ends right before `index`; `index` where there is none."""
    for start in range(max(0, index - 4), index):
        ranked = _rank(pieces, start, index)
        if ranked and ranked.next == index:
            return start
    return index


def _rank(pieces: Sequence[Piece], start: int, stop: int) -> _Rank | None:
    """The ordinal from `start` on: 19th, twenty-first, XIX, بیست و یکم, التاسع عشر."""
    first = _rank_part(pieces[start].key) if start < stop else None
    if first is None:
        return None
    at = start + 1
    while at < stop and pieces[at].key in _RANK_FILLERS:
        at += 1
    second = _rank_part(pieces[at].key) if at < stop else None
    if (
        second
        and (first, second) != (second, first)
        and min(first, second) < 10 <= max(first, second)
    ):
        return _Rank(first + second, at + 1)
    return _Rank(first, at - (pieces[at - 1].key in ("و", "-")))


def _rank_part(word: str) -> int | None:
    if word.isdigit() and len(word) <= 2:
        return int(word)
    if _ROMAN_RANK.fullmatch(word):
        return _roman(word)
    value = counting.ordinal(word) or counting.cardinal(word)
    return value if value and value <= 30 else None


def _roman(word: str) -> int:
    values = [_ROMAN[char] for char in word]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
