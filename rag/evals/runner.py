"""Questions through an engine to prediction lines: resumable, repeatable, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from rag.evals.conditions import Conditions
from rag.evals.prediction_file import PredictionFile
from rag.evals.predictions import line_of
from rag.evals.questions import QuestionLine, QuestionSet
from rag.evals.spending import Spent
from rag.records import Answer, Fingerprint, Turn
from rag.wire import fingerprint_json


class EngineLike(Protocol):
    """What an evaluation needs of an engine."""

    def fingerprint(self) -> Fingerprint:
        """Hashes of everything its answers depend on, equal to those its answers carry."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer: ...

    def sources(self) -> Sequence[str]:
        """The documents it answers from, by source."""

    def text(self, source: str) -> str | None:
        """A document's canonical text, None where no document is known by the source."""

    def conditions(self) -> Conditions | None:
        """Settings, calibration and prompts it answers under, for the report."""

    def spent(self) -> Spent | None:
        """What its chat model has read and written so far; None without a model."""


OpenEngine = Callable[[Path | None], AbstractContextManager[EngineLike]]
"""Opens an engine over a folder of documents, all of them ingested; None is the user's library."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: questions done of all, questions a second, seconds left.

    `rate` and `remaining_s` count the questions asked in this run, not those found answered.
    """

    set: str
    done: int
    total: int
    rate: float = 0.0
    remaining_s: float | None = None


Observer = Callable[[Progress], None]


class Pace:
    """Counts questions and tells an observer; one for all sets of a run."""

    def __init__(self, total: int, observer: Observer) -> None:
        self._total = total
        self._observer = observer
        self._done = 0
        self._asked = 0
        self._spent_s = 0.0

    def found(self, set_name: str) -> None:
        """A question had been answered by an earlier run."""
        self._done += 1
        self._tell(set_name)

    def asked(self, set_name: str, seconds: float) -> None:
        """A question was answered now."""
        self._done += 1
        self._asked += 1
        self._spent_s += seconds
        self._tell(set_name)

    def _tell(self, set_name: str) -> None:
        rate = self._asked / self._spent_s if self._spent_s else 0.0
        remaining_s = (self._total - self._done) / rate if rate else None
        self._observer(Progress(set_name, self._done, self._total, rate, remaining_s))


def run(
    questions: QuestionSet, engine: EngineLike, kept: PredictionFile, pace: Pace
) -> Iterator[Mapping[str, Any]]:
    """A prediction line for every question, in order.

    Lines in `kept` are taken over where question and fingerprint are the same as now; others are
    dropped and asked again.
    """
    _forget_stale(questions, engine.fingerprint(), kept)
    for question in questions.questions:
        line = kept.get(questions.name, question.id)
        if line is not None:
            pace.found(questions.name)
        else:
            started = time.perf_counter()
            before = engine.spent()
            line = line_of(questions.name, question, _answer(engine, question))
            seconds = time.perf_counter() - started
            line["timings_ms"].setdefault("total", seconds * 1000)
            line["tokens"] = _tokens(before, engine.spent())
            kept.append(line)
            pace.asked(questions.name, seconds)
        yield line


def _answer(engine: EngineLike, question: QuestionLine) -> Answer:
    """The answer, after the earlier turns; a turn without an answer is asked first."""
    history: list[Turn] = []
    for turn in question.turns:
        if not turn.answer:
            earlier = engine.ask(turn.question, history=tuple(history))
            turn = Turn(turn.question, earlier.text, earlier.understood)
        history.append(turn)
    return engine.ask(question.question, history=tuple(history))


def _tokens(before: Spent | None, after: Spent | None) -> dict[str, int] | None:
    return asdict(after - before) if before is not None and after is not None else None


def _forget_stale(questions: QuestionSet, now: Fingerprint, kept: PredictionFile) -> None:
    fingerprint = fingerprint_json(now)
    kept.forget(
        (questions.name, question.id)
        for question in questions.questions
        if (line := kept.get(questions.name, question.id)) is not None
        and (line.get("question"), line.get("fingerprint")) != (question.question, fingerprint)
    )
