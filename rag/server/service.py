"""What all routes share: the engine, the conversations, the door, and the lanes of work."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from rag.engine import Engine
from rag.history import FILE_NAME, History
from rag.records import Answer
from rag.server.buckets import Buckets
from rag.server.door import Door
from rag.server.metrics import Metrics
from rag.server.workers import Workers
from rag.settings import ServerSettings

T = TypeVar("T")

_LEAST_WORKERS = 2
_CHANGES_WAITING = 8
_EVALUATIONS_WAITING = 2
_SIGN_INS_WAITING = 16
_SIGN_INS_PER_MINUTE = 10
_DAY_S = 86_400.0
"""How long adding documents or an evaluation may take."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes of work that do not stand in one another's way.

    `reading` answers; `changing` changes the library, one at a time; `evaluating` runs question
    files; `signing_in` compares passwords, which is slow on purpose.
    """

    reading: Workers
    changing: Workers
    evaluating: Workers
    signing_in: Workers

    @classmethod
    def of(cls, settings: ServerSettings) -> Lanes:
        """The lanes the settings ask for."""
        threads = settings.workers or max(_LEAST_WORKERS, os.cpu_count() or 1)
        return cls(
            Workers("reading", threads, settings.waiting, settings.timeout_s),
            Workers("changing", 1, _CHANGES_WAITING, _DAY_S),
            Workers("evaluating", 1, _EVALUATIONS_WAITING, _DAY_S),
            Workers("signing-in", 1, _SIGN_INS_WAITING, settings.timeout_s),
        )

    def all(self) -> tuple[Workers, ...]:
        """Every lane."""
        return (self.reading, self.changing, self.evaluating, self.signing_in)


@dataclass(frozen=True, slots=True)
class Service:
    """One engine offered to many callers; close it when the server ends.

    `writing` is held while the library changes, by whoever shares the engine in this process.
    """

    engine: Engine
    history: History
    door: Door
    lanes: Lanes
    metrics: Metrics
    attempts: Buckets
    writing: Lock = field(default_factory=Lock)

    @classmethod
    def over(
        cls, engine: Engine, *, history: History | None = None, writing: Lock | None = None
    ) -> Service:
        """The service over an engine; `history` and `writing` are shared with a page beside it."""
        settings = engine.settings
        lanes = Lanes.of(settings.server)
        return cls(
            engine,
            history or History(settings.data / FILE_NAME),
            Door.of(settings),
            lanes,
            Metrics(lanes.all()),
            Buckets(_SIGN_INS_PER_MINUTE),
            writing or Lock(),
        )

    @property
    def settings(self) -> ServerSettings:
        """The server's own settings."""
        return self.engine.settings.server

    async def read(self, work: Callable[[], T]) -> T:
        """The result of work that only reads."""
        return await self.lanes.reading.run(work)

    async def change(self, work: Callable[[], T]) -> T:
        """The result of work that changes the library, when its turn has come."""

        def alone() -> T:
            with self.writing:
                return work()

        return await self.lanes.changing.run(alone)

    def answered(self, answer: Answer) -> Answer:
        """Count an answer and hand it on."""
        self.metrics.answer(answer)
        return answer

    def close(self) -> None:
        """Let what runs end and stop taking more."""
        for lane in self.lanes.all():
            lane.close()
