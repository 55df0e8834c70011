"""What every contestant is given and gives back; each runs in a process and environment of its own.

    python benchmarks/rivals/with_NAME.py JOB.json      prints one line of JSON

Nothing here imports more than the standard library: it runs in the rivals' environments too.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

DEPTH = 5


@dataclass(frozen=True, slots=True)
class Job:
    """Folders of the documents, of the model's float32 weights and of the index; the questions."""

    documents: str
    model: str
    index: str
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a contestant gives: the file it is from, and its words."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds of the ingest, milliseconds of each query, megabytes, and what was found for each."""

    passages: int
    ingest_s: float
    query_ms: list[float]
    peak_mb: float
    disk_mb: float
    found: list[list[dict[str, str]]]


Search = Callable[[str], Sequence[Found]]


def run(ingest: Callable[[Job], tuple[int, Search]]) -> None:
    """Do the job of the command line with a contestant's `ingest`, and print the outcome.

    `ingest` loads the model, writes the index, and returns how many passages it holds and how it
    is searched. Loading counts: it is what a person waits for.
    """
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    job = Job(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    began = time.perf_counter()
    passages, search = ingest(job)
    ingest_s = time.perf_counter() - began
    search(job.questions[0])
    times, found = [], []
    for question in job.questions:
        began = time.perf_counter()
        hits = search(question)
        times.append((time.perf_counter() - began) * 1_000)
        found.append([asdict(hit) for hit in hits])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    outcome = Outcome(passages, ingest_s, times, peak, disk_mb(Path(job.index)), found)
    sys.stdout.write("\n" + json.dumps(asdict(outcome)) + "\n")


def disk_mb(folder: Path) -> float:
    """All files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
