"""The quality table: `python -m benchmarks.quality [--shared DIR]` rewrites its part of quality.md.

Every set in DIR/eval, tuning two thirds and kept-aside third apart, and the demo questions.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import sections
from rag.cli import main as footnote

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "benchmarks" / "quality.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
COLUMNS = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "first_citation_hit": "first citation",
    "citation_hit": "any citation",
    "citation_precision": "precision",
    "correct_and_cited": "correct and cited",
    "refused_answerable": "refused",
    "answered_unanswerable_out_of_corpus": "answered, out of corpus",
    "answered_unanswerable_same_topic": "answered, same topic",
    "direct_given": "direct given",
    "direct_contains_gold": "direct right",
    "answer_chars": "characters",
}
READERS = ("trained", "similarity")
SPLITS = {"tuning": "Two thirds for tuning", "kept": "Third kept aside"}
Figures = Mapping[str, float | None]


def main() -> None:
    """Evaluate and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=sections.shared())
    given = parser.parse_args()
    folders = sorted(str(path.parent) for path in given.shared.glob("eval/*/questions.jsonl"))
    demo = [str(demo_folder())]
    parts: list[str] = []
    for reader in READERS:
        parts.append(table(f"Demo library, {reader}", evaluated(demo, "all", reader)))
        if folders:
            for split, title in SPLITS.items():
                parts.append(table(f"{title}, {reader}", evaluated(folders, split, reader)))
    text = TARGET.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    figures = "\n".join(parts)
    TARGET.write_text(f"{head}{BEGIN}\n\n{figures}\n{END}{tail}", encoding="utf-8")


def demo_folder() -> Path:
    """The demo library in the form of an evaluation set, by links."""
    folder = Path(tempfile.mkdtemp()) / "demo"
    folder.mkdir()
    (folder / "corpus").symlink_to(ROOT / "seeds" / "documents")
    (folder / "questions.jsonl").symlink_to(ROOT / "seeds" / "questions.jsonl")
    return folder


def evaluated(folders: Sequence[str], split: str, reader: str) -> Mapping[str, Figures]:
    """The figures of each set with a reader."""
    os.environ["FOOTNOTE_ANSWER_READER"] = reader
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        arguments = ["eval", *folders, "--split", split, "--report", str(report), "--no-model"]
        if footnote(["--data", folder, *arguments]) != 0:
            raise SystemExit("the evaluation failed")
        sets = json.loads(report.read_text(encoding="utf-8"))["sets"]
    return {name: part["figures"] for name, part in sets.items()}


def table(title: str, sets: Mapping[str, Figures]) -> str:
    """A Markdown table with a row for each set, and means for one language and across."""
    rows = [
        [name, *(shown(figures.get(column)) for column in COLUMNS)]
        for name, figures in sets.items()
    ]
    if len(sets) > 1:
        across = {name: figures for name, figures in sets.items() if "-to-" in name}
        same = {name: figures for name, figures in sets.items() if name not in across}
        for label, part in (("**mean, one language**", same), ("**mean, across**", across)):
            rows.append([label, *(shown(mean(part, column)) for column in COLUMNS)])
    head = ["set", *COLUMNS.values()]
    lines = [f"### {title}", "", row(head), row(["---"] * len(head)), *map(row, rows), ""]
    return "\n".join(lines)


def mean(sets: Mapping[str, Figures], column: str) -> float | None:
    """The mean over sets that have the figure."""
    values = [value for part in sets.values() if (value := part.get(column)) is not None]
    return sum(values) / len(values) if values else None


def shown(value: float | None) -> str:
    """A figure as printed."""
    if value is None:
        return ""
    return f"{value:.0f}" if value > 2 else f"{value:.3f}"


def row(cells: Sequence[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
