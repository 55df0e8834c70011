"""One prediction line: the answer object of the contract plus the question's id.

The line is the only thing figures are made from, so a run that was resumed, a run read back from
its file and the lines of another program are all scored alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.evals.matching import Place
from rag.evals.questions import QuestionLine
from rag.evals.spending import Spent
from rag.records import Answer, AnswerVerdict, Fingerprint, Span
from rag.wire import answer_json, fingerprint_from_json

RETRIEVED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as far as figures look at it."""

    number: int
    place: Place
    quote: str
    language: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A retrieved passage as far as figures look at it, best first."""

    place: Place
    score: float
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of an answer with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the engine said to one question.

    `confidence` is the engine's own where it gives one; `claims` are its sentences' verdicts and
    `told` the sentences themselves; `spent` is None where no chat model was at work.
    """

    id: str
    question: str
    verdict: AnswerVerdict
    answer: str
    direct_answer: str | None
    citations: tuple[Cited, ...]
    retrieved: tuple[Retrieved, ...]
    claims: tuple[str, ...]
    total_ms: float | None
    fingerprint: Fingerprint
    confidence: float | None = None
    spent: Spent | None = None
    told: tuple[Told, ...] = ()

    @property
    def answered(self) -> bool:
        """`partly` counts as answered."""
        return self.verdict is not AnswerVerdict.NOT_FOUND


def line_of(set_name: str, question: QuestionLine, answer: Answer) -> dict[str, Any]:
    """The prediction line, with up to 50 retrieved passages and without their words."""
    line = {"id": question.id, "set": set_name, **answer_json(answer, passage_texts=False)}
    # The answer may name the question differently; the line speaks of the one that was asked.
    line["question"] = question.question
    line["retrieved"] = line["retrieved"][:RETRIEVED_AT_MOST]
    return line


def prediction_of(line: Mapping[str, Any]) -> Prediction:
    """The record of one prediction line.

    Raises KeyError, TypeError or ValueError where the line is not one.
    """
    retrieved = (row for row in line["retrieved"] if row["source"] is not None)
    return Prediction(
        id=line["id"],
        question=line["question"],
        verdict=AnswerVerdict(line["verdict"]),
        answer=line["answer"],
        direct_answer=line.get("direct_answer"),
        citations=tuple(_cited(row) for row in line["citations"]),
        retrieved=tuple(
            Retrieved(_place(row), float(row["score"]), row.get("language")) for row in retrieved
        ),
        claims=tuple(row["verdict"] for row in line.get("claims", ())),
        total_ms=line.get("timings_ms", {}).get("total"),
        fingerprint=fingerprint_from_json(line["fingerprint"]),
        confidence=line.get("confidence"),
        told=tuple(_told(row) for row in line.get("claims", ())),
        spent=Spent(**line["tokens"]) if line.get("tokens") else None,
    )


def _cited(row: Mapping[str, Any]) -> Cited:
    return Cited(row["number"], _place(row), row["quote"], row.get("language"), row.get("speaker"))


def _told(row: Mapping[str, Any]) -> Told:
    return Told(row.get("text", ""), tuple(row.get("citations", ())))


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["source"], Span(row["start"], row["end"]))
