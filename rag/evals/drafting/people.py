"""Who did it: the person a sentence begins with is asked for, the rest stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.evals.drafting import english_verbs
from rag.evals.drafting.asked import Asked, Kind
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.facts.names import Form, Name

_MOST_BEFORE = 24
_CLAUSE_END = re.compile(r"[;:(–—.]|,(?!\s(?:and\s)?[A-Z])|\s(?:but|while|although|because)\s")
_RUSSIAN_END = re.compile(r"[,;:(–—.]")
_RUSSIAN_PAST = re.compile(r"\s\w{2,}л(?:ся)?\s")
_CHINESE_END = re.compile("[，；：。]")
_CHINESE_NEXT = re.compile("[、和与及的·（(，]")


def known(statements: Sequence[Statement]) -> frozenset[str]:
    """The keys of names that are persons' for sure: an office before them, or they speak."""
    addressed = {name.key for each in statements for name in each.facts.names if name.addressed}
    return frozenset(addressed | {key for each in statements for key in _speakers(each)})


def questions(statement: Statement, persons: frozenset[str]) -> Iterator[Asked]:
    """The question who did what the sentence says, where it begins with a person."""
    name = next(iter(statement.facts.names), None)
    asking = {"en": _english, "ru": _russian, "zh": _chinese}.get(statement.language)
    if name is None or asking is None or not (name.key in persons or name.form is Form.DOTTED):
        return
    if name.span.start <= _MOST_BEFORE and (asked := asking(statement, name)):
        yield Asked(asked, Kind.NAME, name.span)


def _speakers(statement: Statement) -> Iterator[str]:
    if statement.spoken is None:
        return
    for name in statement.facts.names:
        if statement.spoken.name_span.contains(name.span):
            yield name.key


def _english(of: Statement, name: Name) -> str | None:
    verb = english_verbs.find(of.text, 0)
    if verb is None or of.text[name.span.end : verb.span.start].strip():
        return None
    if name.span.start and not name.addressed:
        return None
    return _told(of, Span(verb.span.start, len(of.text)), _CLAUSE_END, "Who ", "?")


def _russian(of: Statement, name: Name) -> str | None:
    if name.span.start or not _RUSSIAN_PAST.match(of.text, name.span.end):
        return None
    return _told(of, Span(name.span.end + 1, len(of.text)), _RUSSIAN_END, "Кто ", "?")


def _chinese(of: Statement, name: Name) -> str | None:
    if name.span.start or _CHINESE_NEXT.match(of.text, name.span.end):
        return None
    return _told(of, Span(name.span.end, len(of.text)), _CHINESE_END, "谁", "？")


def _told(of: Statement, rest: Span, border: re.Pattern[str], asking: str, mark: str) -> str:
    end = border.search(of.text, rest.start)
    told = of.text[rest.start : end.start() if end else rest.end]
    return f"{asking}{told.strip()}{mark}"
