"""Measures a reader on evaluation sets: `python -m training.evaluate --sets ../shared/eval ...`.

Tuning looks at two thirds of the questions; `--kept` shows the third that is kept aside.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.e5_tokenizer import hugging_face_tokenizer
from rag.adapters.e5_weights import Weights, load_weights
from training import checkpoints
from training.figures import Figures, Readings, measure
from training.model import SpanReader
from training.reading import Logits, read_pairs
from training.sessions import exported_logits, torch_logits
from training.trials import Trial, read_trials

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def read_all(logits: Logits, tokenizer: Tokenizer, trials: Sequence[Trial]) -> list[Readings]:
    """Read every found paragraph of every trial."""
    pairs = [(trial.question, found.text) for trial in trials for found in trial.found]
    read = read_pairs(logits, tokenizer, pairs)
    ends = np.cumsum([len(trial.found) for trial in trials])
    return [read[end - len(trial.found) : end] for trial, end in zip(trials, ends, strict=True)]


def table(rows: Sequence[tuple[str, Figures]]) -> str:
    """Figures as a Markdown table, with the mean of the sets in the last row."""
    names = [field.name for field in fields(Figures)]
    values = np.array([astuple(figures) for _, figures in rows], dtype=float)
    means = np.nanmean(values, axis=0)
    lines = ["| set | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for name, numbers in [*zip((name for name, _ in rows), values, strict=True), ("mean", means)]:
        cells = [f"{numbers[0]:.0f}", *(f"{number:.2f}" for number in numbers[1:])]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure every set, print one table per depth and cosine weight."""
    given = _arguments()
    weights = load_weights()
    tokenizer = hugging_face_tokenizer(weights)
    folders = [folder for folder in sorted(given.sets.iterdir()) if _chosen(folder, given.only)]
    sets = {f.name: read_trials(f, weights, given.cache, given.most) for f in folders}
    sets = {name: [t for t in sets[name] if t.kept is given.kept] for name in sets}
    for title, logits in _readers(given, weights):
        readings = {name: read_all(logits, tokenizer, sets[name]) for name in sets}
        for cosine_weight in given.cosine_weights:
            rows = [(n, measure(sets[n], readings[n], cosine_weight)) for n in sets]
            print(f"\n{title}, cosine weight {cosine_weight:g}\n\n{table(rows)}", flush=True)


def _readers(given: argparse.Namespace, weights: Weights) -> Iterator[tuple[str, Logits]]:
    """The readers to measure: an exported one, or a checkpoint's depths one after the other."""
    if given.weights.suffix == ".npz":
        arrays = dict(np.load(given.weights))
        graph = given.cache / "reader.onnx"
        yield given.weights.name, exported_logits(arrays, weights, graph, given.threads)
        return
    model = SpanReader(weights, given.depths)
    checkpoints.load_weights(given.weights, model)
    for depth in given.depths:
        yield f"{given.weights.name}, depth {depth}", torch_logits(model, depth)


def _chosen(folder: Path, only: Sequence[str]) -> bool:
    return (folder / "questions.jsonl").exists() and (not only or folder.name in only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, required=True, help="folder of evaluation sets")
    parser.add_argument("--weights", type=Path, required=True, help="a checkpoint or an .npz")
    parser.add_argument("--cache", type=Path, required=True, help="keeps what E5 finds")
    parser.add_argument("--depths", nargs="+", type=int, default=[12])
    parser.add_argument("--cosine-weights", nargs="+", type=float, default=[0.0])
    parser.add_argument("--threads", type=int, default=1, help="for an .npz")
    parser.add_argument("--only", nargs="+", default=[], help="names of sets; all by default")
    parser.add_argument("--most", type=int, default=100, help="questions of each kind and set")
    parser.add_argument("--kept", action="store_true", help="the third kept aside")
    return parser.parse_args()


if __name__ == "__main__":
    main()
