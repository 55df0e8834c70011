"""How quick and how exact the bundled embedder is: `python -m benchmarks.embedder [folder]`.

Compares it with sentence-transformers on the same weights as float32, on passages of real texts
in several languages (FOOTNOTE_SHARED, by default ../shared, holds them). Rounds are interleaved,
so that whatever else the machine does hits both alike; medians are shown. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import sections
from rag.adapters.bundled_e5 import BundledE5
from rag.adapters.e5_export import export_sentence_transformer
from rag.adapters.embedder import SentenceTransformerEmbedder
from rag.ports import Embedder, Vectors

CORPORA = [
    "clapnq-dev-en",
    "cmrc-trial-zh",
    "pquad-validation-fa",
    "xquad-part-ru",
    "arcd-train-ar",
]
OPENING = """
import json, resource, sys, time
start = time.perf_counter()
from pathlib import Path
from rag.adapters.bundled_e5 import BundledE5
embedder = BundledE5(Path(sys.argv[1]))
opened = time.perf_counter()
embedder.embed_queries(["When was the treaty signed?"])
end = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([opened - start, end - opened, peak / 1024]))
"""


@dataclass
class Timing:
    """Seconds of each round, by the clock and by the processor."""

    wall_s: list[float] = field(default_factory=list)
    processor_s: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], Vectors]) -> Vectors:
        wall, processor = time.perf_counter(), time.process_time()
        vectors = work()
        self.wall_s.append(time.perf_counter() - wall)
        self.processor_s.append(time.process_time() - processor)
        return vectors


def sampled_passages(shared: Path, each: int) -> list[str]:
    """Stretches of 250 to 1,300 characters (a third of that in Chinese), `each` a corpus."""
    passages: list[str] = []
    for name in CORPORA:
        chance = random.Random(name)
        files = sorted(path for path in (shared / "eval" / name / "corpus").rglob("*.*"))
        texts = [path.read_text(encoding="utf-8") for path in files if path.is_file()]
        text = "\n".join(texts) or " "
        scale = 0.33 if name.endswith("-zh") else 1.0
        for _ in range(each if texts else 0):
            size = int(scale * chance.uniform(250, 1_300))
            start = chance.randrange(max(1, len(text) - size))
            passages.append(text[start : start + size])
    return passages


def opening(cache: Path, times: int) -> str:
    """What a fresh process pays. Measured first: a process inherits its parent's memory peak."""
    command = [sys.executable, "-c", OPENING, str(cache)]
    _, *runs = (json.loads(subprocess.check_output(command)) for _ in range(times + 1))
    open_s, query_s, peak_mb = (statistics.median(column) for column in zip(*runs, strict=True))
    return (
        f"Opening, imports included: {open_s:.2f} s; first query: {query_s * 1_000:.0f} ms; "
        f"peak memory: {peak_mb:.0f} MB."
    )


def compared(embedders: Sequence[Embedder], texts: list[str], rounds: int) -> list[Timing]:
    """The timings of every embedder over `rounds` rounds, one after the other in each."""
    timings = [Timing() for _ in embedders]
    for embedder in embedders:
        embedder.embed_passages(texts[:4])
    for _ in range(rounds):
        for embedder, timing in zip(embedders, timings, strict=True):
            timing.take(partial(embedder.embed_passages, texts))
    return timings


def report(embedders: dict[str, Embedder], texts: list[str], rounds: int) -> None:
    """Print the rates and the agreement of the vectors of two embedders."""
    first, second = embedders.values()
    tokens = sum(first.count_tokens(texts))
    timings = compared([first, second], texts, rounds)
    slow = statistics.median(timings[1].wall_s)
    print(f"{len(texts)} passages, {tokens} tokens, {rounds} interleaved rounds, medians\n")
    print("| embedder | passages/s | tokens/s | processor seconds | speed-up |")
    print("|---|---:|---:|---:|---:|")
    for name, timing in zip(embedders, timings, strict=True):
        wall, processor = map(statistics.median, (timing.wall_s, timing.processor_s))
        cells = (
            f"{len(texts) / wall:.1f} | {tokens / wall:.0f} | {processor:.2f} | {slow / wall:.2f}"
        )
        print(f"| {name} | {cells} |")
    print("\n" + agreement(first.embed_passages(texts), second.embed_passages(texts)))


def agreement(ours: Vectors, theirs: Vectors) -> str:
    """How near the vectors are, and how often they name the same neighbour."""
    cosines = (ours * theirs).sum(axis=1)
    nearest = [np.argsort(-(rows @ rows.T), axis=1)[:, 1] for rows in (ours, theirs)]
    same = (nearest[0] == nearest[1]).mean()
    return (
        f"Cosine to float32: mean {cosines.mean():.4f}, least {cosines.min():.4f}; "
        f"nearest other passage the same for {same:.1%}."
    )


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="keeps the exported float32 model")
    parser.add_argument("--each", type=int, default=8, help="passages of every corpus")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    texts = sampled_passages(sections.shared(), given.each)
    if not texts:
        sys.exit("skipped: no texts to measure with; FOOTNOTE_SHARED names their folder")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        measured = opening(folder, 5)
        if not (folder / "modules.json").exists():
            export_sentence_transformer(folder)
        embedders: dict[str, Embedder] = {
            "bundled": BundledE5(folder),
            "sentence-transformers, float32": SentenceTransformerEmbedder(str(folder)),
        }
        report(embedders, texts, given.rounds)
        print(measured)


if __name__ == "__main__":
    main()
