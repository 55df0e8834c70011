"""Questions with the passage that answers them, as read from the training files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.records import Span

PARALLEL = "xquad"
SENTENCE_SETS = frozenset({"selqa", "clapnq"})
HELD_OUT_PARTS = 20
LOTS = 2**256


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one context.

    Attributes:
        key: the question's id; parallel files use one key for all readings of a question.
        golds: (start, end) in code points into `context`; empty where it holds no answer.
        loose: the golds are whole sentences, so only "somewhere in here" is known.
    """

    key: str
    dataset: str
    group: str
    question: str
    language: str
    context: str
    context_language: str
    golds: tuple[tuple[int, int], ...]
    loose: bool

    @property
    def answer_texts(self) -> tuple[str, ...]:
        return tuple(self.context[start:end] for start, end in self.golds)


def read_examples(folder: Path) -> list[Example]:
    """All examples of `folder/*.jsonl`, files in order of their names.

    Raises:
        FileNotFoundError: the folder holds no such file.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no .jsonl file of training questions")
    return [example for path in paths for example in _of_file(path)]


def held_out(example: Example) -> bool:
    """Whether the example's article is kept from training, a twentieth of all by their hash."""
    return lot(example) % HELD_OUT_PARTS == 0


def lot(example: Example, drawing: str = "") -> int:
    """What the example's whole article draws in a drawing, below `LOTS`: always the same."""
    article = f"{example.dataset}/{example.group}{drawing}"
    return int(hashlib.sha256(article.encode()).hexdigest(), 16)


def by_key(examples: Iterable[Example]) -> dict[str, dict[str, Example]]:
    """The parallel questions: key to language to reading."""
    readings: dict[str, dict[str, Example]] = {}
    for example in examples:
        if example.dataset == PARALLEL:
            readings.setdefault(example.key, {})[example.language] = example
    return readings


def _of_file(path: Path) -> Iterator[Example]:
    dataset = path.stem.split("-")[0]
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield _example(json.loads(line), dataset)


def _example(row: dict[str, Any], dataset: str) -> Example:
    context = row["context"]
    answers = row["answers"] if row["answerable"] else ()
    spans = {Span(a["start"], a["start"] + len(a["text"])) for a in answers}
    golds = sorted((words.start, words.end) for words in (s.trimmed(context) for s in spans))
    return Example(
        key=row["id"],
        dataset=dataset,
        group=str(row["group"]),
        question=row["question"].strip(),
        language=row["language"],
        context=context,
        context_language=row["context_language"],
        golds=tuple(golds),
        loose=dataset in SENTENCE_SETS,
    )
