"""A workshop without a model, in a process that some inputs kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.flows.preparing import Bench, Task, Worked
from rag.records import IngestEvent
from rag.settings import PassageSettings
from rag.text.tokens import count_tokens
from tests.fakes.documents import EMBEDDER


def bench() -> Bench:
    """A bench whose embedder needs no model."""
    return Bench(EMBEDDER, PassageSettings(), count_tokens)


def fragile(folder: Path) -> Bench:
    """The same, killed by inputs of certain names; `folder` remembers who was killed."""
    return _Fragile(EMBEDDER, PassageSettings(), count_tokens, folder)


@dataclass(frozen=True)
class _Fragile(Bench):
    folder: Path = Path()

    def work(self, items: Iterable[Task | IngestEvent]) -> Worked:
        given = list(items)
        for item in given:
            if item.source.startswith("kills always") or self._first(item.source):
                os.kill(os.getpid(), signal.SIGKILL)
        yield from super().work(given)

    def _first(self, source: str) -> bool:
        mark = self.folder / "killed"
        if not source.startswith("kills once") or mark.exists():
            return False
        mark.touch()
        return True
