"""Dates written in figures: 2020-11-02, 1399/11/07, 2020年11月2日, 公元前221年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.records import Span
from rag.text.facts import counting
from rag.text.facts.calendars import JALALI_YEARS, LAST_YEAR, Calendar, Day, WrittenDate
from rag.text.facts.scan import Scan

_YEAR_FIRST = re.compile(r"(?<!\d)(?<!\d[.,/-])(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))(?![\d/-])")
_YEAR_LAST = re.compile(r"(?<!\d)(?<!\d[.,/-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/-])")


def numeric(scan: Scan) -> Iterator[WrittenDate]:
    """2020-11-02, 1399/11/07, 2.11.2020; an order that cannot be known leaves the year alone."""
    if not scan.figures:
        return
    for match in _YEAR_FIRST.finditer(scan.plain):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        calendar = Calendar.JALALI if year in JALALI_YEARS else Calendar.GREGORIAN
        yield WrittenDate(Day(year, month, day), Span(*match.span()), calendar=calendar)
    for match in _YEAR_LAST.finditer(scan.plain):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        calendar = Calendar.JALALI if year in JALALI_YEARS else Calendar.GREGORIAN
        unclear = match[2] == "/" and first <= 12 and second <= 12 and first != second
        month_first = Day(year, first, second)
        known = month_first if second > 12 else Day(year, second, first)
        yield WrittenDate(Day(year) if unclear else known, Span(*match.span()), calendar=calendar)


_HAN_NUMBER = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_HAN_YEAR = (
    r"(?P<era>公元前|西元前|公元|西元|民国|前)?\s?"
    r"(?P<year>(?<!\d)\d{1,4}|[〇零一二三四五六七八九]{4}|(?<=民国)[一二三四五六七八九十]{1,3})\s?年"
)
_HAN_DATE = re.compile(
    rf"{_HAN_YEAR}(?:\s?(?P<m>{_HAN_NUMBER})\s?月(?:份|\s?(?P<d>{_HAN_NUMBER})\s?[日号])?)?"
    rf"|(?<!\d)(?P<month>{_HAN_NUMBER})\s?月(?:份|\s?(?P<day>{_HAN_NUMBER})\s?[日号])"
    r"|(?<!\d)(?P<only>1[0-2]|[1-9])\s?月(?!球|亮)"
    r"|(?<!\d)(?P<alone>3[01]|[12]?\d)\s?日(?![元圆本])"
)
# After three digits, what makes 年 count years instead of naming one.
_HAN_SPAN_OF_YEARS = re.compile(r"[间来前后以之的多内代历左]|时间|期")
_REPUBLIC_OF_CHINA = 1911


def han(scan: Scan) -> Iterator[WrittenDate]:
    """2020年11月2日, 二〇二〇年, 公元前221年, 民国52年, 1月24日, 24日."""
    if not scan.han:
        return
    for match in _HAN_DATE.finditer(scan.plain):
        span = Span(*match.span())
        if match["year"] is None:
            month, day = match["month"] or match["only"], match["day"] or match["alone"]
            yield WrittenDate(Day(None, _han_part(month), _han_part(day)), span)
        elif (year := _han_year(match, scan.plain)) is not None:
            yield WrittenDate(Day(year, _han_part(match["m"]), _han_part(match["d"])), span)


def _han_year(match: re.Match[str], plain: str) -> int | None:
    year, era = _han_part(match["year"]) or 0, match["era"]
    if era == "民国":
        return year + _REPUBLIC_OF_CHINA
    if era and era != "前":
        return -year if era.endswith("前") else year
    if match["m"]:
        return year if year >= 100 else None
    digits = len(match["year"])
    sure = digits == 4 or (digits == 3 and not _HAN_SPAN_OF_YEARS.match(plain, match.end()))
    if era == "前":
        return -year if digits <= 3 else None
    return year if sure and year <= LAST_YEAR else None


def _han_part(part: str | None) -> int | None:
    if part is None:
        return None
    return int(part) if part.isdigit() else counting.han(part)
