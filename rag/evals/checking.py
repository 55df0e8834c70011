"""Rows of any question format made into questions, or every bad row reported at once.

A row is a plain mapping shaped like a question line; the readers make them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from rag.errors import InputError
from rag.evals.questions import GoldSpan, QuestionLine
from rag.records import Span, Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a question file as read: where it stands, and its fields or what is wrong."""

    where: str
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    problem: str | None = None


class BadRow(ValueError):
    """Why a row cannot be a question."""


def checked(rows: Iterable[Row], origin: str) -> tuple[QuestionLine, ...]:
    """Every row as a question.

    Raises InputError whose `problems` name every bad row with its reason, ids given twice included.
    """
    questions: list[QuestionLine] = []
    problems: list[str] = []
    first_place: dict[str, str] = {}
    for row in rows:
        try:
            line = _question(row)
            if line.id in first_place:
                raise BadRow(f"id {line.id!r} was used before, at {first_place[line.id]}")
        except BadRow as error:
            problems.append(f"{origin}, {row.where}: {error}")
        else:
            first_place[line.id] = row.where
            questions.append(line)
    if not questions and not problems:
        problems.append(f"{origin}: holds no question")
    if problems:
        raise InputError(f"{origin}: {len(problems)} bad line(s)", problems)
    return tuple(questions)


def _question(row: Row) -> QuestionLine:
    if row.problem is not None:
        raise BadRow(row.problem)
    fields = row.fields
    answers = _texts(fields, "answers")
    evidence = tuple(_gold(each) for each in _list(fields, "evidence"))
    answerable = _typed(fields, "answerable", bool)
    if answerable is False and (answers or evidence):
        raise BadRow("answerable is false, yet an answer or evidence is given")
    if answerable is None and (answers or evidence):
        answerable = True
    return QuestionLine(
        id=_required(fields, "id"),
        question=_asked(fields),
        language=_typed(fields, "language", str),
        answerable=answerable,
        answers=answers,
        evidence=evidence,
        tags=_texts(fields, "tags"),
        turns=tuple(_turn(each) for each in _list(fields, "turns")),
        where=row.where,
    )


def _gold(value: object) -> GoldSpan:
    if not isinstance(value, Mapping):
        raise BadRow(f"evidence holds {value!r}, not an object")
    start, end = _typed(value, "start", int), _typed(value, "end", int)
    gold = GoldSpan(
        source=_typed(value, "source", str) or None,
        span=_span(start, end),
        quote=_typed(value, "quote", str) or None,
        side=_typed(value, "side", str),
        speaker=_typed(value, "speaker", str),
    )
    if gold.span is None and gold.quote is None:
        raise BadRow("evidence has neither offsets nor a quote")
    if gold.span is not None and gold.source is None:
        raise BadRow(f"evidence {start}-{end} names no source")
    return gold


def _span(start: int | None, end: int | None) -> Span | None:
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end:
        raise BadRow(f"evidence has the offsets {start}-{end}")
    return Span(start, end)


def _turn(value: object) -> Turn:
    if isinstance(value, str) and value.strip():
        return Turn(value)
    if isinstance(value, Mapping):
        return Turn(_required(value, "question"), _typed(value, "answer", str) or "")
    raise BadRow(f"turns holds {value!r}, neither a question nor an object with one")


def _required(fields: Mapping[str, Any], name: str) -> str:
    value = _typed(fields, name, str)
    if value is None or not value.strip():
        raise BadRow(f"{name} is missing")
    return value


def _asked(fields: Mapping[str, Any]) -> str:
    """The question, which may be empty: what is said to nothing is worth evaluating too."""
    value = _typed(fields, "question", str)
    if value is None:
        raise BadRow("question is missing")
    return value


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _list(fields, name)
    for value in values:
        if not isinstance(value, str):
            raise BadRow(f"{name} holds {value!r}, not text")
    return tuple(value for value in values if value.strip())


def _list(fields: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadRow(f"{name} is {value!r}, not a list")
    return value


def _typed(fields: Mapping[str, Any], name: str, kind: type[T]) -> T | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadRow(f"{name} is {value!r}, not {kind.__name__}")
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise BadRow(f"{name} holds half a surrogate pair")
    return value
