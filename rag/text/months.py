"""Months by name or number, in five languages, as one term each: "@m11" is any November.

Everything here works on folded text (`normalise.fold`). The months of the Jalali calendar are
words like any other: none of them is a Gregorian month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

_NAMES = (
    "january январь января январе ژانویه ینایر",
    "february февраль февраля феврале فوریه فبرایر شباط",
    "март марта марте اذار",
    "april апрель апреля апреле اوریل ابریل نیسان",
    "май мая мае مایو ایار",
    "june июнь июня июне ژوین یونیو حزیران",
    "july июль июля июле ژوییه جولای یولیو تموز",
    "august август августа августе اگوست اغسطس",
    "september сентябрь сентября сентябре سپتامبر سبتمبر ایلول",
    "october октябрь октября октябре اکتبر اکتوبر",
    "november ноябрь ноября ноябре نوامبر نوفمبر",
    "december декабрь декабря декабре دسامبر دیسمبر",
)
# Short forms, and names that mean something else as well: a figure must stand beside them.
_DOUBTFUL_NAMES = (
    *("jan", "feb", "march mar مارس", "apr", "may مه می", "jun"),
    *("jul", "aug اوت اب", "sep sept", "oct", "nov", "dec"),
)
_PAIRS = MappingProxyType(
    {"کانون الثانی": 1, "تشرین الاول": 10, "تشرین الثانی": 11, "کانون الاول": 12}
)
_HAN_FIGURES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _months_of(names: tuple[str, ...]) -> MappingProxyType[str, int]:
    return MappingProxyType(
        {name: month for month, line in enumerate(names, start=1) for name in line.split()}
    )


_MONTHS = _months_of(_NAMES)
_DOUBTFUL = _months_of(_DOUBTFUL_NAMES)

_DOUBTFUL_NAME = re.compile(rf"\b(?:{'|'.join(sorted(_DOUBTFUL, reverse=True))})\b")
_FIGURE_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?\Z")
_FIGURE_AFTER = re.compile(r"\.?,? \d")
_LONGEST_FIGURE_CHARS = 10

_FIGURES = re.compile(r"\d{4}[-/](\d{2})[-/]\d{2}(?!\d)|\d{1,2}\.(\d{2})\.\d{4}(?!\d)", re.ASCII)
_HAN_MONTH = re.compile(r"(?<!\d)(\d{1,2}|十[一二]?|[一二三四五六七八九])月")
_PAIR = re.compile("|".join(_PAIRS))


def month_term(word: str) -> str | None:
    """The term of a month that its name alone tells."""
    month = _MONTHS.get(word)
    return f"@m{month}" if month else None


def dated_months(folded: str) -> Iterator[str]:
    """A term for each month that only its neighbours tell: "May 5", "2020-11-05", "11月"."""
    for month in _dated(folded):
        if 1 <= month <= 12:
            yield f"@m{month}"


def _dated(folded: str) -> Iterator[int]:
    for name in _DOUBTFUL_NAME.finditer(folded):
        before = folded[max(0, name.start() - _LONGEST_FIGURE_CHARS) : name.start()]
        if _FIGURE_BEFORE.search(before) or _FIGURE_AFTER.match(folded, name.end()):
            yield _DOUBTFUL[name[0]]
    for date in _FIGURES.finditer(folded):
        yield int(date[1] or date[2])
    if not folded.isascii():
        yield from (_PAIRS[pair[0]] for pair in _PAIR.finditer(folded))
        for month in _HAN_MONTH.finditer(folded):
            yield int(month[1]) if month[1].isdecimal() else _HAN_FIGURES.index(month[1]) + 1
