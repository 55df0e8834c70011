"""A reader's library as an evaluation sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.engine import Engine
from rag.errors import NotInLibrary
from rag.evals.conditions import Conditions, conditions_of
from rag.evals.spending import Metered, Spent, metered
from rag.records import Answer, Fingerprint, Turn


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An engine asked for answers, sources and texts; implements `runner.EngineLike`."""

    engine: Engine

    def fingerprint(self) -> Fingerprint:
        return self.engine.fingerprint()

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        return self.engine.ask(question, history=history)

    def sources(self) -> Sequence[str]:
        return [entry.source for entry in self.engine.documents()]

    def text(self, source: str) -> str | None:
        try:
            return self.engine.show(source).document.text
        except NotInLibrary:
            return None

    def conditions(self) -> Conditions:
        return conditions_of(self.engine)

    def spent(self) -> Spent | None:
        return None


@dataclass(frozen=True, slots=True)
class _Metered(Evaluated):
    """The same with a meter on its chat model."""

    meter: Metered

    def spent(self) -> Spent | None:
        return self.meter.spent


def evaluated(engine: Engine) -> Evaluated:
    """The engine to evaluate, its chat model metered where it has one; `engine` stays as it is."""
    writing = engine.asking.writing
    if writing is None:
        return Evaluated(engine)
    meter = metered(writing.chat)
    return _Metered(engine.written_by(meter), meter)
