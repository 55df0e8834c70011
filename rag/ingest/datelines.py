"""Finds when a text was published: a date that stands by itself, under a label, or in a dateline.

A date inside a sentence is never taken: it is what the text speaks about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import regex

from rag.ingest.edges import Edges, Line
from rag.text.facts import dates
from rag.text.facts.dates import DateFact
from rag.text.facts.scan import Scan

_YEARS = range(1400, 2101)
_LONGEST_LINE = 160
_LABEL = regex.compile(
    r"\b(?:published|posted|publication\s+date|date|issued|released|created)\b"
    r"|发布|發布|发表|發表|日期|时间|時間|来源|來源|刊发"
    r"|опубликован\w*|дата(?:\s+публикации)?|размещен\w*"
    r"|تاریخ|انتشار|منتشر|تاريخ|النشر|نُ?شر",
    regex.IGNORECASE,
)
_OTHER_LABEL = regex.compile(
    r"\b(?:accessed|retrieved|received|accepted|revised|copyright|born|updated|modified)\b|©"
    r"|访问|收稿|修回|更新|обновлен\w*|получен\w*|дата\s+обращения|دریافت|پذیرش|بازنگری"
    r"|تحديث|الاستلام|القبول",
    regex.IGNORECASE,
)
_ISSUE = regex.compile(
    r"\b(?:vol(?:ume)?|no|issue|number)\b\.?\s*\d|第\s*\d+\s*[期卷]|[年卷]第|№|\bвып(?:уск)?\b\.?|\bтом\b"
    r"|شماره|دوره|العدد|المجلد",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(
    r"(?:^|[,|·—–-]\s*)(?i:by)\s+\p{Lu}|作者|记者|[来來]源|[Аа]втор|نویسنده|بقلم"
)
_SENTENCE_END = (".", "。", "؟", "?")
_FILLER = regex.compile(
    r"\d{1,2}[:.٫]\d{2}(?:[:.]\d{2})?|\b(?:am|pm|gmt|utc|edt|est|msk|мск|at|on|of|г|года?|em)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|星期[一二三四五六日天]|周[一二三四五六日]"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|(?:یک|دو|سه|چهار|پنج)?\u200c?\s?شنبه|جمعه|(?:ال)?(?:أحد|إثنين|اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت)",
    regex.IGNORECASE,
)
_LETTERS = regex.compile(r"[\p{L}\p{N}]")
_LEFT_OVER = 12
_LABEL_CHARS = 25
_AFTER_DATELINE = regex.compile(
    r"[^\p{L}]{0,3}(?:[(（][^)）]{1,30}[)）])?\s*(?:[-–—]+\s*(?=\p{L})|电)"
)
_DATELINE_CHARS = 45

_Fits = Callable[[str, DateFact], bool]


def stated(words: str) -> str | None:
    """The date in words that are known to hold one, as ISO of the precision known."""
    return next((date for fact in _facts(words) if (date := _iso(fact))), None)


def find(edges: Edges) -> str | None:
    """The publication date of a text, None where it does not say.

    A labelled date at the top comes first, then one alone in its line or beside a byline, a
    news dateline, a journal's issue line, and last a date that closes the text.
    """
    short = [line for line in edges.head if len(line.text) <= _LONGEST_LINE]
    candidates = (
        _dated(short, _is_labelled),
        _dated(short, _stands_alone),
        _dated(edges.head, _is_dateline),
        _dated(short, _is_issue),
        _dated(edges.tail[-3:], _stands_alone),
    )
    return next((date for dated in candidates for date in dated), None)


def _dated(lines: Iterable[Line], fits: _Fits) -> Iterator[str]:
    for line in lines:
        for fact in _facts(line.text):
            own = fits(line.text, fact) and not _is_of_other(line.text, fact)
            if own and (date := _iso(fact)):
                yield date


def _facts(words: str) -> list[DateFact]:
    found = dates.find(Scan(words))
    return [fact for fact in found if fact.year in _YEARS and fact.years == 1]


def _iso(fact: DateFact) -> str | None:
    """The date as far as it is sure: a Jalali month reaches into two, so its year is kept."""
    if fact.exact:
        return fact.iso
    inside_a_year = fact.month is not None and fact.month < 12
    return f"{fact.year:04d}" if inside_a_year else None


def _is_of_other(line: str, fact: DateFact) -> bool:
    """Whether the last label before a date says that it is of something else than publication."""
    before = line[max(0, fact.span.start - _LABEL_CHARS) : fact.span.start]
    other = max((match.end() for match in _OTHER_LABEL.finditer(before)), default=-1)
    return other >= max((match.end() for match in _LABEL.finditer(before)), default=0)


def _is_labelled(line: str, fact: DateFact) -> bool:
    """Whether a label of publication stands close before the date."""
    before = line[max(0, fact.span.start - _LABEL_CHARS) : fact.span.start]
    return bool(_LABEL.search(before)) and fact.month is not None


def _stands_alone(line: str, fact: DateFact) -> bool:
    """Whether little else is in the line, or a byline is."""
    if fact.month is None:
        return False
    rest = line[: fact.span.start] + " " + line[fact.span.end :]
    left = len(_LETTERS.findall(_FILLER.sub(" ", _LABEL.sub(" ", rest))))
    if left <= _LEFT_OVER:
        return True
    byline = _BYLINE.search(line) and not line.endswith(_SENTENCE_END)
    return bool(byline) and left <= 5 * _LEFT_OVER


def _is_dateline(line: str, fact: DateFact) -> bool:
    """Whether the line opens like a news wire: PLACE, date (agency) - text."""
    place = line[: fact.span.start]
    if fact.month is None or len(place) > _DATELINE_CHARS or regex.search(r"[(（]", place):
        return False
    return bool(_AFTER_DATELINE.match(line, fact.span.end))


def _is_issue(line: str, _: DateFact) -> bool:
    return bool(_ISSUE.search(line))
