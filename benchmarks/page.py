"""How soon the page answers: `python benchmarks/page.py [FILE]` writes the figures as Markdown.

Serves the demo library as the page does and asks over HTTP as a browser would: the time from the
request to the first words of an answer, and to the whole of it while 1,000 files are being read.
"""

from __future__ import annotations

import http.client
import json
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from rag.engine import Engine
from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.app import serving

ROOT = Path(__file__).parents[1]
QUESTIONS = 30
FILES = 1_000
WORDS_A_FILE = 250
FIRST_WORDS = "cite pending"
"""Stands in the page beside every quoted sentence as soon as it is streamed."""


@dataclass(frozen=True)
class Waited:
    """Milliseconds from a request to its first words and to the whole answer."""

    first_ms: float
    whole_ms: float


class Asker:
    """Asks the page as its script in a browser does, a session for each question."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self._host, self._port = place.hostname or "", place.port
        self._function = self._submit()

    def ask(self, question: str) -> Waited:
        """Ask one question and wait for all of its answer."""
        session = secrets.token_hex(6)
        body = {
            "data": [question, [], None, None, None],
            "fn_index": self._function,
            "session_hash": session,
        }
        began = time.perf_counter()
        self._read("POST", "/gradio_api/queue/join", json.dumps(body))
        first: float | None = None
        for line in self._lines(f"/gradio_api/queue/data?session_hash={session}"):
            now = (time.perf_counter() - began) * 1000
            if first is None and FIRST_WORDS in line:
                first = now
            if '"process_completed"' in line:
                return Waited(first or now, now)
        raise RuntimeError(f"no answer to {question!r}")

    def _submit(self) -> int:
        """The number of the function that the question box calls."""
        config = json.loads(self._read("GET", "/config"))
        box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
        return next(
            int(each["id"]) for each in config["dependencies"] if [box, "submit"] in each["targets"]
        )

    def _read(self, method: str, path: str, body: str | None = None) -> bytes:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=120)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().read()

    def _lines(self, path: str) -> Iterator[str]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=120)
        connection.request("GET", path, headers={"Accept": "text/event-stream"})
        for line in connection.getresponse():
            yield line.decode()


def main() -> None:
    """Measure and write."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_suffix(".md")
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), data=Path(folder) / "library")
        with opened(settings, Mode.SERVE) as engine:
            list(engine.ingest([ROOT / "seeds" / "documents"]))
            with serving(engine) as address:
                asker = Asker(address)
                asker.ask("What is this about?")  # the first question opens what the others use
                quiet = [asker.ask(question) for question in questions()]
                read_s, busy = while_reading(engine, asker, Path(folder) / "files")
    text = report(quiet, busy, read_s)
    target.write_text(text, "utf-8")
    print(text)


def questions() -> list[str]:
    """Questions that the demo library answers, of every language."""
    lines = (ROOT / "seeds" / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [row for row in map(json.loads, lines) if row.get("answerable")]
    return [row["question"] for row in random.Random(7).sample(asked, QUESTIONS)]


def while_reading(engine: Engine, asker: Asker, folder: Path) -> tuple[float, list[Waited]]:
    """Seconds that reading the files took, and how long questions asked meanwhile waited."""
    make_files(folder)
    reading = Thread(target=lambda: list(engine.ingest([folder])))
    began, waited = time.perf_counter(), []
    reading.start()
    asked = questions()
    while reading.is_alive():
        waited.append(asker.ask(asked[len(waited) % len(asked)]))
        reading.join(0.5)
    return time.perf_counter() - began, waited


def make_files(folder: Path) -> None:
    """Text files of words drawn from the demo documents, no two alike."""
    folder.mkdir()
    text = (ROOT / "seeds" / "documents" / "01-reset-question.txt").read_text("utf-8")
    words, chance = text.split(), random.Random(11)
    for number in range(FILES):
        drawn = " ".join(chance.choices(words, k=WORDS_A_FILE))
        (folder / f"{number:04}.txt").write_text(f"File {number}\n\n{drawn}.\n", "utf-8")


def report(quiet: Sequence[Waited], busy: Sequence[Waited], read_s: float) -> str:
    """The figures as a table."""
    rows = (
        ("first words, nothing else going on", [each.first_ms for each in quiet]),
        ("whole answer, nothing else going on", [each.whole_ms for each in quiet]),
        (f"whole answer while {FILES:,} files are read", [each.whole_ms for each in busy]),
    )
    lines = [
        f"| {what} | {len(ms)} | {at(ms, 0.5):.0f} | {at(ms, 0.95):.0f} | {max(ms):.0f} |"
        for what, ms in rows
    ]
    return "\n".join(
        [
            "# How soon the page answers",
            "",
            "Made by `python benchmarks/page.py`: the page's own server over the demo library,",
            "asked over HTTP as a browser asks, two cores, no language model.",
            "",
            "| milliseconds | questions | median | 95th of 100 | longest |",
            "|---|--:|--:|--:|--:|",
            *lines,
            "",
            f"Reading the {FILES:,} files of {WORDS_A_FILE} words took {read_s:.0f} s meanwhile.",
            "Goals: first words within 300 ms, an answer within a second while files are read.",
            "",
        ]
    )


def at(values: Sequence[float], share: float) -> float:
    """The value that `share` of the others do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
