"""How long a reader waits for a model's first word because of Footnote.

    .venv/bin/python -m benchmarks.first_token

Asks the demo library's questions once each, with a model behind real HTTP that answers at once
(`tests/fakes/chat_server.py`). What the reader waits from asking to the first word is Footnote's
time and the model's own, which a bare request to the same server measures. Prints the table of
`benchmarks/models.md`: medians and 95th percentiles of the wall and of this process's processor
time, over the questions that reach the model.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from rag.engine import Engine
from rag.records import Answer, Fragment
from rag.settings import ChatSettings, load
from rag.wiring import Mode, opened
from tests.fakes.chat_server import chat_server

ROOT = Path(__file__).parents[1]
SCRIPT = "say:Nothing much."
WARM_UP = 5
BARE = 30


@dataclass(frozen=True, slots=True)
class First:
    """One question's way to its first word, in milliseconds."""

    wall: float
    processor: float
    search: float
    read: float

    @property
    def rest(self) -> float:
        """Laying out sources, the client's own work and the way there and back."""
        return self.wall - self.search - self.read


def asked(engine: Engine, question: str) -> First | None:
    """Ask; None where the documents do not say, so no model is asked either."""
    wall, processor = time.perf_counter(), time.process_time()
    stream = engine.stream(question)
    piece = next(stream)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    *_, answer = (piece, *stream)
    if not isinstance(piece, Fragment) or not isinstance(answer, Answer) or not answer.model:
        return None
    stages = answer.timings_ms
    return First(wall * 1000, processor * 1000, stages["search"], stages["read"])


def bare(address: str) -> float:
    """The model's own milliseconds: a request over an open connection, to its first word."""
    taken = []
    body = {"model": SCRIPT, "messages": [], "stream": True}
    with httpx.Client(timeout=30) as client:
        for _ in range(BARE):
            began = time.perf_counter()
            with client.stream("POST", f"{address}/chat/completions", json=body) as response:
                next(response.iter_lines())
                taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def row(name: str, values: Iterable[float]) -> str:
    """A line of the table."""
    cuts = statistics.quantiles(values, n=20)
    return f"| {name} | {cuts[9]:.0f} | {cuts[18]:.0f} |"


def report(found: Sequence[First], own: float) -> None:
    """Print the table."""
    load_1, load_5, _ = os.getloadavg()
    print(
        f"{len(found)} questions, the model's own {own:.1f} ms taken off; {os.cpu_count()} ", end=""
    )
    print(f"processors, load {load_1:.1f} (1 minute), {load_5:.1f} (5 minutes)\n")
    print("| milliseconds to the first word | median | 95 % |\n|---|---:|---:|")
    print(row("**added by Footnote**", [each.wall - own for each in found]))
    print(row("search", [each.search for each in found]))
    print(row("read", [each.read for each in found]))
    print(row("everything else", [each.rest - own for each in found]))
    print(row("processor time, all threads", [each.processor for each in found]))


def main() -> int:
    """Ask every question of the demo set."""
    lines = (ROOT / "seeds" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as folder, chat_server() as address:
        chat = ChatSettings(model=f"openai:{SCRIPT}", base_url=address)
        settings = replace(load({"data": folder}, {}).settings, chat=chat)
        with opened(settings, Mode.WRITE) as engine:
            list(engine.ingest([ROOT / "seeds" / "documents"]))
            found = [asked(engine, question) for question in questions]
        report([each for each in found[WARM_UP:] if each], bare(address))
    return 0


if __name__ == "__main__":
    sys.exit(main())
