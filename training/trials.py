"""Evaluation questions with the paragraphs that plain E5 finds for them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from rag.adapters.e5_weights import Weights
from rag.evals.splits import is_kept
from training.embedding import PlainE5

READ = 5
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a document between blank lines; `start` is its code-point offset."""

    source: str
    start: int
    text: str

    def holds(self, source: str, span: tuple[int, int]) -> bool:
        """Whether it overlaps a half-open stretch of a document."""
        end = self.start + len(self.text)
        return self.source == source and span[0] < end and self.start < span[1]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question with what was found.

    Attributes:
        golds: (source, start, end) of the right evidence; empty where nothing answers.
        kept: the question belongs to the third that is kept aside while tuning.
        found: the paragraphs nearest by cosine, best first, with `cosines` (n,).
    """

    id: str
    question: str
    answerable: bool
    tags: tuple[str, ...]
    golds: tuple[tuple[str, int, int], ...]
    answers: tuple[str, ...]
    kept: bool
    found: tuple[Paragraph, ...]
    cosines: tuple[float, ...]

    def right(self, paragraph: Paragraph, span: tuple[int, int]) -> bool:
        """Whether (start, end) within a paragraph's text touches right evidence."""
        first, last = (paragraph.start + offset for offset in span)
        return any(
            paragraph.source == source and first < end and start < last
            for source, start, end in self.golds
        )


def read_trials(folder: Path, weights: Weights, cache: Path, most: int) -> list[Trial]:
    """Up to `most` answerable and `most` unanswerable questions of one set, drawn by hash.

    What E5 finds is kept in `cache`, by the folder's name.
    """
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    paragraphs = read_paragraphs(folder / "corpus")
    found = _found(folder.name, rows, paragraphs, weights, cache)
    chosen = [*_sample(rows, True, most), *_sample(rows, False, most)]
    return [_trial(rows[i], paragraphs, found["order"][i], found["cosines"][i]) for i in chosen]


def read_paragraphs(corpus: Path) -> list[Paragraph]:
    """All paragraphs of a folder of text files, titles (the first line) left out."""
    paragraphs = []
    for path in sorted(corpus.glob("*.txt")):
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        edges = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
        pieces = [(start, text[start:end].rstrip()) for start, end in pairwise(edges)]
        paragraphs += [Paragraph(path.name, start, piece) for start, piece in pieces[1:] if piece]
    return paragraphs


def _found(
    name: str, rows: Sequence[Any], paragraphs: Sequence[Paragraph], weights: Weights, cache: Path
) -> dict[str, Any]:
    path = cache / f"found-{name}.npz"
    if not path.exists():
        model = PlainE5(weights)
        questions = model.queries([row["question"] for row in rows])
        similarity = questions @ model.passages([p.text for p in paragraphs]).T
        order = np.argsort(-similarity, axis=1)[:, :READ]
        cosines = np.take_along_axis(similarity, order, axis=1)
        np.savez(path, order=order, cosines=cosines)
    return dict(np.load(path))


def _sample(rows: Sequence[Any], answerable: bool, most: int) -> list[int]:
    indices = [i for i, row in enumerate(rows) if row["answerable"] is answerable]
    return sorted(indices, key=lambda i: _hash(rows[i]["id"] + "/sample"))[:most]


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _trial(row: dict[str, Any], paragraphs: Sequence[Paragraph], order: Any, cosines: Any) -> Trial:
    golds = tuple((gold["source"], gold["start"], gold["end"]) for gold in row["evidence"])
    return Trial(
        id=row["id"],
        question=row["question"],
        answerable=row["answerable"],
        tags=tuple(row["tags"]),
        golds=golds,
        answers=tuple(row["answers"]),
        kept=is_kept(golds[0][0] if golds else None, row["id"]),
        found=tuple(paragraphs[i] for i in order),
        cosines=tuple(float(cosine) for cosine in cosines),
    )
