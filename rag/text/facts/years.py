"""Years standing alone, in any calendar: 1886, в 988 году, 480 BC, سال ۱۳۱۸, عام 150 هـ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text import stopwords
from rag.text.facts import units
from rag.text.facts.calendars import JALALI_YEARS, LAST_YEAR, Calendar, Day, WrittenDate
from rag.text.facts.scan import Piece, PieceKind, Scan
from rag.text.lexicon import entries, labelled, table

_BARE_YEARS = range(1500, LAST_YEAR + 1)
# Earlier years have four digits too, but look like any number unless a cue or a range shows them.
_EARLY_YEARS = range(1000, 1500)
_RANGE_AFTER = re.compile(r"\s?-\s?\d{3,4}(?!\d)")
_RANGE_BEFORE = re.compile(r"(?<!\d)\d{3,4}\s?-\s?$")
_BP = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+) ?(?:BP|B\.P\.)(?!\w)")
_PRESENT = 1950


@dataclass(frozen=True, slots=True)
class EraMark:
    """What words after a year say of it; `plain` where they say only that it is one ("года")."""

    calendar: Calendar
    before_era: bool
    plain: bool
    end: int


_MARKS = {
    "common": (Calendar.GREGORIAN, True, False),
    "jalali": (Calendar.JALALI, False, False),
    "hijri": (Calendar.HIJRI, False, False),
    "gregorian": (Calendar.GREGORIAN, False, True),
}


@cache
def _eras() -> tuple[re.Pattern[str], tuple[str, ...]]:
    listings = table("dates")["years"]["after"]
    return re.compile(rf"[\s\u200c(]?(?:{labelled(listings)})"), tuple(listings)


def era_after(scan: Scan, at: int) -> EraMark | None:
    """The era or year word that follows offset `at`: BC, هـ, خورشیدی, года."""
    pattern, names = _eras()
    match = pattern.match(scan.lower, at)
    return EraMark(*_MARKS[names[(match.lastindex or 1) - 1]], match.end()) if match else None


@cache
def _year_cues(name: str) -> frozenset[str]:
    return frozenset(entries(table("dates")["years"][name]))


_SHORT_RANGE = re.compile(r"[-–/](\d{2})(?![\d-]|[.,]\d)")


def find(scan: Scan) -> Iterator[WrittenDate]:
    """Years standing alone: marked as such in words, or bare from 1500 to 2100."""
    yield from _before_present(scan)
    for index, piece in enumerate(scan.pieces):
        if piece.kind is not PieceKind.DIGITS or not piece.key.isdigit() or len(piece.key) > 4:
            continue
        date = _marked_year(scan, index) or _bare_year(scan, index)
        if date is None:
            continue
        yield date
        short = _SHORT_RANGE.match(scan.plain, piece.end)
        if short and date.span == piece.span and int(short[1]) > int(piece.key) % 100:
            end = int(piece.key) // 100 * 100 + int(short[1])
            yield WrittenDate(Day(end), Span(*short.span(1)), calendar=date.calendar)


def _marked_year(scan: Scan, index: int) -> WrittenDate | None:
    piece, year = scan.pieces[index], int(scan.pieces[index].key)
    mark = era_after(scan, piece.end)
    if mark is None:
        before = scan.pieces[index - 1].key if index else ""
        cued = before in _year_cues("marked_before") and len(piece.key) >= 3
        return _in_calendar(scan, year, piece.span) if cued else None
    if not mark.plain:
        if year > LAST_YEAR:
            return None
        year = -year if mark.before_era else year
        return WrittenDate(Day(year), Span(piece.start, mark.end), calendar=mark.calendar)
    # "2 года" counts years, "988 год" names one.
    names_one = year <= LAST_YEAR and (len(piece.key) >= 3 or not scan.cyrillic)
    return WrittenDate(Day(year), piece.span) if names_one else None


def _in_calendar(scan: Scan, year: int, span: Span) -> WrittenDate:
    persian = scan.persian and year in JALALI_YEARS
    return WrittenDate(Day(year), span, calendar=Calendar.JALALI if persian else Calendar.GREGORIAN)


def _bare_year(scan: Scan, index: int) -> WrittenDate | None:
    piece = scan.pieces[index]
    if len(piece.key) != 4 or _measured(scan, piece):
        return None
    year = int(piece.key)
    before = scan.pieces[index - 1].key if index else ""
    cued, counting = before in _year_cues("before"), _counts_something(scan, index + 1)
    if year in _BARE_YEARS or (scan.persian and year in JALALI_YEARS):
        return _in_calendar(scan, year, piece.span) if cued or not counting else None
    ranged = _RANGE_AFTER.match(scan.plain, piece.end) or _RANGE_BEFORE.search(
        scan.plain[max(0, piece.start - 8) : piece.start]
    )
    early = year in _EARLY_YEARS and not counting and (cued or ranged)
    return _in_calendar(scan, year, piece.span) if early else None


def _measured(scan: Scan, piece: Piece) -> bool:
    """Whether a unit, a currency or a hyphen (Boeing-1900) claims the numeral."""
    if units.after(scan.lower, piece.end) or units.before(scan.lower, piece.start):
        return True
    hyphen = scan.plain[piece.start - 1 : piece.start] == "-"
    return hyphen and scan.plain[max(0, piece.start - 2)].isalpha()


def _counts_something(scan: Scan, following: int) -> bool:
    """Whether a small word of content follows: 1800 soldiers, but not 1800 and."""
    if following >= len(scan.pieces) or scan.pieces[following].kind is not PieceKind.WORD:
        return False
    piece = scan.pieces[following]
    small = scan.plain[piece.start].islower() or not scan.plain[piece.start].isupper()
    return small and piece.key not in _year_cues("joined") and piece.key not in stopwords.SPACED


def _before_present(scan: Scan) -> Iterator[WrittenDate]:
    """Years counted back from 1950, as radiocarbon dates are: 9000 BP."""
    for match in _BP.finditer(scan.plain):
        years = int(match[1].replace(",", ""))
        yield WrittenDate(Day(_PRESENT - years), Span(*match.span()))
