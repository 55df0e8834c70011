"""Footnote beside what else there is: `python -m benchmarks.compare`.

The same files and questions, the same weights (the rivals' as float32 through
sentence-transformers), each contestant in a process and an environment of its own, rounds
interleaved, medians. Environments are made with pip from the package index the first time; they
see this one's torch. The figures go into `results.md` and `compare.svg`. FOOTNOTE_SHARED names the
evaluation sets.

    --only footnote langchain_chroma     some contestants
    --environments DIR                   where their environments are kept
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import platformdirs

from benchmarks import pictures, sections
from benchmarks.ingest import gathered
from benchmarks.rivals.job import DEPTH, Job, Outcome
from benchmarks.stock import CORPORA
from rag.adapters.e5_export import export_sentence_transformer
from rag.evals import dataset

PACKAGES = {
    "footnote": (),
    "langchain_chroma": (
        "langchain-chroma",
        "langchain-huggingface",
        "langchain-text-splitters",
    ),
    "llama_index": ("llama-index-core", "llama-index-embeddings-huggingface"),
    "txtai": ("txtai",),
}
NAMES = {
    "footnote": "Footnote",
    "langchain_chroma": "LangChain + Chroma",
    "llama_index": "LlamaIndex",
    "txtai": "txtai",
}

DRAWN = ("ingest s", "query p50 ms", "peak MB", "index MB", "recall@5")
"""The columns of the table that the picture shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the quotes that answer it, each with the file it stands in."""

    question: str
    gold: tuple[tuple[str, str], ...]


def main() -> None:
    """Read the command line, run, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=30, help="of every language")
    parser.add_argument("--questions", type=int, default=40, help="of every language")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PACKAGES, default=list(PACKAGES))
    parser.add_argument("--environments", type=Path, default=environments())
    given = parser.parse_args()
    pythons = {name: python_for(name, given.environments) for name in given.only}
    with tempfile.TemporaryDirectory() as passing:
        documents = gathered(Path(passing) / "documents", given.files)
        asked = list(questions(documents, given.questions))
        model = export_sentence_transformer(Path(passing) / "model")
        outcomes: dict[str, list[Outcome]] = {name: [] for name in given.only}
        for number in range(given.rounds):
            for name, python in pythons.items():
                index = Path(passing) / f"{name}-{number}"
                job = Job(str(documents), str(model), str(index), [one.question for one in asked])
                outcomes[name].append(run(name, python, job))
                print(name, number, f"{outcomes[name][-1].ingest_s:.1f} s", file=sys.stderr)
        sections.write("compare", report(outcomes, asked, documents))
    picture(sections.read("compare"))


def environments() -> Path:
    """Where the rivals' environments are kept unless told otherwise."""
    return platformdirs.user_cache_path("footnote") / "rivals"


def python_for(name: str, folder: Path) -> Path:
    """The interpreter of a contestant's environment, which is made when it is missing."""
    if not PACKAGES[name]:
        return Path(sys.executable)
    home = folder / name
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        lib = f"python{sys.version_info.major}.{sys.version_info.minor}"
        beside = home / "lib" / lib / "site-packages" / "beside.pth"
        beside.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
        command = [python, "-m", "pip", "install", "--quiet", *PACKAGES[name]]
        subprocess.run(command, check=True)
        (home / "ready").touch()
    return python


def questions(documents: Path, each: int) -> Iterable[Asked]:
    """Questions whose gold lies in the files gathered."""
    there = {path.name for path in documents.iterdir()}
    for language, name in CORPORA.items():
        found = 0
        for line in dataset.load(sections.shared() / "eval" / name).questions:
            gold = tuple(
                (f"{language}-{Path(one.source).name}", one.quote) for one in line.evidence
            )
            if found < each and gold and {source for source, _ in gold} <= there:
                found += 1
                yield Asked(line.question, gold)


def run(name: str, python: Path, job: Job) -> Outcome:
    """One contestant, one round."""
    script = sections.HERE / "rivals" / f"with_{name}.py"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(asdict(job), file)
        file.flush()
        done = subprocess.run(
            [python, script, file.name],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=sections.HERE.parent,
        )
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def hits(outcome: Outcome, asked: Sequence[Asked]) -> float:
    """The share of questions with a whole gold quote in one of the first passages: recall@5."""
    right = [
        any(
            one["source"] == source and squeezed(quote) in squeezed(one["text"])
            for one in found[:DEPTH]
            for source, quote in question.gold
        )
        for found, question in zip(outcome.found, asked, strict=True)
    ]
    return statistics.mean(right)


def squeezed(text: str) -> str:
    """Without white space, which readers and splitters change."""
    return "".join(text.split())


def report(
    outcomes: Mapping[str, Sequence[Outcome]], asked: Sequence[Asked], documents: Path
) -> str:
    """The figures as Markdown."""
    size = sum(path.stat().st_size for path in documents.iterdir()) / 1e6
    head = ["", "passages", "ingest s", "MB of text/s", "query p50 ms", "p95", "peak MB"]
    head += ["index MB", "recall@5"]
    rows = [row(NAMES[name], some, asked, size) for name, some in outcomes.items()]
    told = (
        f"`python -m benchmarks.compare`: {len(list(documents.iterdir()))} files, {size:.2f} MB of "
        f"text in five languages, {len(asked)} questions, {len(next(iter(outcomes.values())))} "
        f"interleaved rounds, medians; {sections.machine()}. Ingest counts loading the model. A "
        "question is hit when one of the first five passages holds a whole gold quote."
    )
    shown = "![Side by side](compare.svg)"
    return f"## Side by side\n\n{told}\n\n{sections.table(head, rows)}\n\n{shown}"


def picture(text: str) -> None:
    """A column of the report's table a panel, as they stand in it."""
    head, *rows = sections.rows(text)
    with pictures.drawn(sections.HERE / "compare.svg", len(DRAWN), 10, 1.6) as panels:
        for place, (axes, title) in enumerate(zip(panels, DRAWN, strict=True)):
            column = head.index(title)
            pictures.bars(axes, title, [row[0] for row in rows], [row[column] for row in rows])
            if place:
                axes.set_yticks([])


def row(name: str, some: Sequence[Outcome], asked: Sequence[Asked], size: float) -> list[object]:
    """A contestant's medians."""
    ingest_s = statistics.median(one.ingest_s for one in some)
    p50, p95 = (
        statistics.median(float(np.percentile(one.query_ms, share)) for one in some)
        for share in (50, 95)
    )
    return [
        name,
        some[0].passages,
        f"{ingest_s:.1f}",
        f"{size / ingest_s:.3f}",
        f"{p50:.1f}",
        f"{p95:.1f}",
        f"{statistics.median(one.peak_mb for one in some):,.0f}",
        f"{statistics.median(one.disk_mb for one in some):.1f}",
        f"{statistics.median(hits(one, asked) for one in some):.3f}",
    ]


if __name__ == "__main__":
    main()
