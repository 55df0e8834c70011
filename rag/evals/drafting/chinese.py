"""Chinese questions: the words that ask stand where the answer stood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evals.drafting.asked import Asked, is_one_time, is_worth_asking, of_facts
from rag.evals.drafting.lexicon import about
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.facts.amounts import classifiers
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number
from rag.text.scripts import HAN

_BORDER = re.compile("[，；：。,;:]")
_LONGEST_CHARS = 42
# A date so continued is a stretch of time, or blurred.
_BLURRED = re.compile(
    r"\s?(?:[初末底春夏秋冬起间前后中晚上下代的届《“]|[以之]|[-–—~至到、和与及]|年代|世纪)"
)
_JOINED_BEFORE = re.compile(r"(?:[至到和与及、—–~-]|从|自|截至|直到|早在)\s?$")
# What is so left open the next clause would say; without it the question is nobody's.
_VAGUE_END = re.compile(
    "一[个项种位名座家份].{1,5}$|[后前时中]$|(?<![公英海])里$|以来$|期间$|情况下$"
)
_ODD_AFTER = re.compile(r"\s?[多余几以-]")
_MORE_BEFORE = re.compile(r"(?:超过|逾|多达|至少|至多|最多|不到|不足|第|占|每|之)\s?$")


def questions(statement: Statement) -> Iterator[Asked]:
    """Every question the sentence allows."""
    return of_facts(statement, _when, _how_many)


def _when(of: Statement, date: DateFact) -> str | None:
    before, after = of.text[: date.span.start], of.text[date.span.end :]
    if not is_one_time(of, date) or _BLURRED.match(after) or _JOINED_BEFORE.search(before):
        return None
    if date.span.of(of.text).rstrip()[-1] not in "年月日号":
        return None
    year_only = date.month is None
    if not _BORDER.split(before)[-1].strip("在于 "):
        told = _piece(after.lstrip("，, "))
        return f"{told}是在{'哪一年' if year_only else '什么时候'}？" if told else None
    word = (
        "哪一年" if year_only else "何时" if before.rstrip().endswith(("于", "自")) else "什么时候"
    )
    return _replaced(of, date.span, word)


def _piece(text: str) -> str | None:
    """The first clause of a text, where it says enough by itself."""
    piece = _BORDER.split(text)[0].strip()
    whole = 8 <= len(piece) <= _LONGEST_CHARS and not _VAGUE_END.search(piece)
    return _closed_up(piece) if whole else None


def _closed_up(text: str) -> str:
    """Chinese as it is set, without spaces round its characters."""
    return re.sub(rf"(?<=[{HAN}，])\s+|\s+(?=[{HAN}，])", "", text)


def _how_many(of: Statement, number: Number) -> str | None:
    before, after = of.text[: number.span.start], of.text[number.digits.end :]
    counted = number.unit is not None or after.lstrip()[:1] in classifiers()
    if not is_worth_asking(of.text, number) or not counted or _ODD_AFTER.match(after):
        return None
    if _MORE_BEFORE.search(before):
        return None
    softened = about("zh").search(before)
    start = softened.start() if softened else number.span.start
    if number.percent:
        return _replaced(of, Span(start, number.span.end), "百分之多少")
    if number.span.start < number.digits.start:
        return None
    return _replaced(of, Span(start, number.digits.end), "多少")


def _replaced(of: Statement, span: Span, word: str) -> str | None:
    """The clauses up to the one that holds `span`, with `word` in its place."""
    found = _BORDER.search(of.text, span.end)
    end = found.start() if found else len(of.text)
    before, after = of.text[: span.start].rstrip(), of.text[span.end : end].strip()
    if len(before) + len(after) > _LONGEST_CHARS:
        before = _own_clause(of, before)
    asked = _closed_up(f"{before}{word}{after}")
    whole = before and len(asked) <= _LONGEST_CHARS + 4 and not _VAGUE_END.search(asked)
    return f"{asked}？" if whole else None


def _own_clause(of: Statement, before: str) -> str:
    """The last clause of `before` where it names what it speaks of, else nothing."""
    start = max((match.end() for match in _BORDER.finditer(before)), default=0)
    named = any(name.span.start == start for name in of.facts.names)
    return before[start:] if named else ""
