"""A question understood: its kind, the kind of its answer, what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is asked."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"
    LIST = "list"
    COMPARE = "compare"
    SAYS = "says"
    DEFINITION = "definition"


class AnswerType(StrEnum):
    """What an answer must hold; ANY where the question does not tell."""

    PERSON = "person"
    DATE = "date"
    YEAR = "year"
    PLACE = "place"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    NAME = "name"
    REASON = "reason"
    METHOD = "method"
    POLARITY = "polarity"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Args:
        text: as asked.
        language: the code it was read by.
        kind: how it is asked.
        answer_type: what its answer must hold.
        unit: the unit asked for ("how many kilometres" asks for "km"), None where it is open.
        terms: its index terms without grammar (`words.key_terms`).
        names: the keys of the names it mentions (see `facts.Name`).
    """

    text: str
    language: str
    kind: QuestionKind
    answer_type: AnswerType
    unit: str | None = None
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
