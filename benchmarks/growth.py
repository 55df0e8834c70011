"""How search and answers slow down as a library grows: `python -m benchmarks.growth`.

The documents that answer the questions are read first, then made-up passages (see `stock`) are
written around them through the library's own code. Each size is measured in a process of its own,
with and without the vector store, then the next ones are added. The figures go into `results.md`,
the curves into `growth.svg`. FOOTNOTE_SHARED names the evaluation sets.

    --sizes 1000 10000 100000     passages at which to measure
    --store-from 100000           from this size on with the vector store as well
    --folder DIR                  keeps the library; a second run goes on with it
    --profile                     prints where the time of searches goes, instead of figures
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks import pictures, sections
from benchmarks.stock import CORPORA, grow, stocks
from rag.engine import Engine
from rag.index.library import Library
from rag.records import Filters
from rag.settings import load
from rag.wiring import Mode, open_embedder, opened

SIZES = [1_000, 10_000, 100_000, 300_000, 1_000_000]
FILTERS = [
    Filters(languages=("en",)),
    Filters(since="1990"),
    Filters(languages=("zh", "ru"), until="2005"),
    Filters(since="2019", languages=("fa",)),
]
GOAL_MS = 150.0
STORE_FROM = 50_000
"""Passages from which on the vector store is used where it is measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size, with the vector store or without; times in milliseconds, memory in megabytes."""

    passages: int
    store: bool
    opened_s: float
    search_p50: float
    search_p95: float
    filtered_p50: float
    filtered_p95: float
    answer_p50: float
    recall: float
    peak_mb: float
    own_mb: float


def main() -> None:
    """Read the command line, grow and measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--store-from", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--each", type=int, default=400, help="real passages of every language")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--store", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure or given.profile:
        measure(given.folder, given.queries, store=given.store, profile=given.profile)
        return
    with tempfile.TemporaryDirectory() as passing:
        found = run(given, given.folder or Path(passing))
    sections.write("growth", report(found))
    plot(found, sections.HERE / "growth.svg")


def run(given: argparse.Namespace, folder: Path) -> list[Measured]:
    """Grow the library size by size, and measure each."""
    settings = load({"data": str(folder)}, {}).settings
    embedder = open_embedder(settings)
    stock = stocks(sections.shared(), embedder, given.each)
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([corpus_of(name) for name in CORPORA.values()]))
    found = []
    for size in given.sizes:
        began = time.perf_counter()
        with Library.open(folder, embedder.name, embedder.dimensions) as library:
            grow(library, stock, size)
        print(f"{size} passages, written in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        for store in [False, True] if size >= given.store_from else [False]:
            found.append(measured_apart(folder, given.queries, store=store))
            print(found[-1], file=sys.stderr)
    return found


def measured_apart(folder: Path, queries: int, *, store: bool) -> Measured:
    """Measured in a process of its own, whose memory is its own too."""
    command = [sys.executable, "-m", "benchmarks.growth", "--measure", "--folder", str(folder)]
    command += ["--queries", str(queries), *(["--store"] if store else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=sections.HERE.parent)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def measure(folder: Path, count: int, *, store: bool, profile: bool) -> None:
    """Ask the questions of one library; prints a record, or a profile."""
    flags: dict[str, object] = {"data": str(folder), "chat.model": "none"}
    flags |= {"search.exact_limit": STORE_FROM} if store else {}
    settings = load(flags, {}).settings
    asked = questions_of(3 * count)
    questions, narrowed, answered = (asked[part::3] for part in range(3))
    began = time.perf_counter()
    with opened(settings, Mode.SERVE if store else Mode.READ) as engine:
        engine.ask(questions[0])
        opened_s = time.perf_counter() - began
        if profile:
            profiled(lambda: [engine.search(each, depth=50) for each in questions])
            return
        plain = timed(lambda n: engine.search(questions[n], depth=50), count)
        narrow = timed(lambda n: engine.search(narrowed[n], filters=FILTERS[n % 4]), count)
        answers = timed(lambda n: engine.ask(answered[n]), count)
        found = Measured(
            passages=engine.library.corpus.statistics().passages,
            store=store,
            opened_s=opened_s,
            search_p50=percentile(plain, 50),
            search_p95=percentile(plain, 95),
            filtered_p50=percentile(narrow, 50),
            filtered_p95=percentile(narrow, 95),
            answer_p50=percentile(answers, 50),
            recall=recall(engine, questions),
            peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000,
            own_mb=own_memory_mb(),
        )
    print(json.dumps(asdict(found)))


def corpus_of(name: str) -> Path:
    """The documents of an evaluation set."""
    return sections.shared() / "eval" / name / "corpus"


def questions_of(count: int) -> list[str]:
    """Real questions that the library answers, the languages in turn."""
    found: list[list[str]] = []
    for name in CORPORA.values():
        path = corpus_of(name).with_name("questions.jsonl")
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        found.append([line["question"] for line in lines if line["answerable"]])
    each = [question for row in zip(*found, strict=False) for question in row]
    return (each * (count // len(each) + 1))[:count]


def timed(work: Callable[[int], object], count: int) -> list[float]:
    """Milliseconds of each call, after a few to warm up."""
    for number in range(min(5, count)):
        work(number)
    times = []
    for number in range(count):
        began = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - began) * 1_000)
    return times


def percentile(times: Sequence[float], share: int) -> float:
    """Of milliseconds, rounded to a tenth."""
    return round(float(np.percentile(times, share)), 1)


def recall(engine: Engine, questions: Sequence[str], depth: int = 10) -> float:
    """The share of the exact `depth` best passages that dense search finds."""
    shares = []
    for query in engine.embedder.embed_queries(list(questions)):
        exact = set(engine.library.matrix.search(query, depth).ids)
        shares.append(len(exact & set(engine.library.dense.nearest(query, depth).ids)) / depth)
    return round(statistics.mean(shares), 4)


def own_memory_mb() -> float:
    """Memory that is not a mapped file, which the system may drop: where Linux tells it."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    (line,) = [line for line in status.splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) / 1_000


def profiled(work: Callable[[], object]) -> None:
    """Print what took the most time."""
    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def report(found: Sequence[Measured]) -> str:
    """The figures as Markdown."""
    head = ["passages", "dense search", "open s", "search p50 ms", "p95", "filtered p50", "p95"]
    head += ["whole answer p50", "recall@10", "peak MB", "without mapped files"]
    rows = [
        [
            f"{one.passages:,}",
            "vector store" if one.store else "exact",
            f"{one.opened_s:.1f}",
            *[one.search_p50, one.search_p95, one.filtered_p50, one.filtered_p95, one.answer_p50],
            f"{one.recall:.3f}",
            f"{one.peak_mb:,.0f}",
            f"{one.own_mb:,.0f}",
        ]
        for one in found
    ]
    told = (
        "`python -m benchmarks.growth`: made-up passages with the words and vectors of real ones "
        f"(`benchmarks/stock.py`), real questions in five languages, in process; "
        f"{sections.machine()}. A filter is resolved anew for each question."
    )
    picture = "![Search and answer times by size](growth.svg)"
    return f"## Growth\n\n{told}\n\n{sections.table(head, rows)}\n\n{picture}"


def plot(found: Sequence[Measured], target: Path) -> None:
    """Both axes logarithmic."""
    with pictures.drawn(target, 1, 7, 4) as (axes,):
        for store, style in ((False, "-"), (True, "--")):
            some = [one for one in found if one.store is store]
            sizes = [one.passages for one in some]
            kind = "vector store" if store else "exact"
            for name in ("search_p50", "filtered_p50", "answer_p50"):
                label = f"{name.replace('_', ' ')}, {kind}"
                times = [getattr(one, name) for one in some]
                axes.plot(sizes, times, style, marker="o", label=label)
        axes.axhline(GOAL_MS, color="grey", linewidth=0.5)
        axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds")
        axes.legend(fontsize=7)


if __name__ == "__main__":
    main()
