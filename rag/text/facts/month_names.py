"""Dates around the name of a month: January 26, 2021; 2 ноября; ۷ بهمن ۱۳۹۹; 5 كانون الثاني."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text.facts import counting
from rag.text.facts.calendars import LAST_YEAR, Calendar, Day, WrittenDate
from rag.text.facts.scan import Piece, PieceKind, Scan
from rag.text.lexicon import PhraseMatch, Phrases, Stems, entries, table


@dataclass(frozen=True, slots=True)
class _Month:
    calendar: Calendar
    number: int


@cache
def _months() -> Phrases[_Month]:
    tables = {
        "hijri": Calendar.HIJRI,
        "jalali": Calendar.JALALI,
        "months": Calendar.GREGORIAN,
    }
    return Phrases(
        (entry, _Month(calendar, int(number)))
        for name, calendar in tables.items()
        for number, listing in table("dates")[name].items()
        for entry in entries(listing)
    )


@cache
def _everyday() -> Stems[bool]:
    return Stems((entry, True) for entry in entries(table("dates")["everyday"]["words"]))


_BEFORE_MONTH = frozenset({"of", "من", "th", "st", "nd", "rd", "го", "-", "ام", "."})
_AFTER_MONTH = frozenset(
    {",", "of", ".", "ماه", "سال", "عام", "سنه", "من", "th", "st", "nd", "rd", "/"}
)


def find(scan: Scan) -> Iterator[WrittenDate]:
    """Dates around a month's name: January 26, 2021; 2 ноября; ۷ بهمن ۱۳۹۹; كانون الثاني 2021."""
    known = _months()
    for index, piece in scan.words:
        if not known.begins(piece.key):
            continue
        month = known.at(scan.keys, index)
        if month and month.value.calendar is Calendar.JALALI and not scan.persian:
            continue
        if month and (date := _around(scan, month, index)) is not None:
            yield date


def _around(scan: Scan, month: PhraseMatch[_Month], index: int) -> WrittenDate | None:
    pieces = scan.pieces
    first, last, day, year = index, month.next - 1, None, None
    at = _skip(pieces, index - 1, _BEFORE_MONTH, -1)
    if (found := _day(pieces, at)) is not None:
        day, first = found, at
    at = _skip(pieces, month.next, _AFTER_MONTH, 1)
    if (
        day is None
        and (found := _day(pieces, at)) is not None
        and pieces[at].kind is PieceKind.DIGITS
    ):
        day, last = found, at
        at = _skip(pieces, at + 1, _AFTER_MONTH, 1)
    elif at < len(pieces) and _months().at(scan.keys, at):
        at = _skip(pieces, at + 1, _AFTER_MONTH, 1)
    if (found := _year(pieces, at, month.value.calendar)) is not None:
        year, last = found, at
    if not _is_month(scan, pieces[index], day, year):
        return None
    span = Span(pieces[first].start, pieces[last].end)
    return WrittenDate(Day(year, month.value.number, day), span, calendar=month.value.calendar)


def _skip(pieces: Sequence[Piece], at: int, fillers: frozenset[str], step: int) -> int:
    for _ in range(2):
        if 0 <= at < len(pieces) and pieces[at].key in fillers:
            at += step
    return at


def _day(pieces: Sequence[Piece], at: int) -> int | None:
    if not 0 <= at < len(pieces):
        return None
    piece = pieces[at]
    value = int(piece.key) if piece.key.isdigit() and len(piece.key) <= 2 else None
    if piece.kind is PieceKind.WORD:
        value = counting.ordinal(piece.key)
    return value if value is not None and 1 <= value <= 31 else None


def _year(pieces: Sequence[Piece], at: int, calendar: Calendar) -> int | None:
    if at >= len(pieces) or not pieces[at].key.isdigit():
        return None
    year = int(pieces[at].key)
    earliest = {Calendar.GREGORIAN: 1000, Calendar.JALALI: 1200, Calendar.HIJRI: 1}[calendar]
    return year if earliest <= year <= LAST_YEAR else None


def _is_month(scan: Scan, piece: Piece, day: int | None, year: int | None) -> bool:
    """Whether a month's name means the month: "may", "مهر" and the like need a day or a year."""
    if not _everyday().get(piece.key):
        return True
    small = scan.plain[piece.start].islower() and piece.key.isascii()
    return not small and (day is not None or year is not None)
