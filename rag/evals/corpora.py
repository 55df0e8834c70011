"""A folder of documents for sets that carry their corpus inside the question file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from rag.evals.questions import QuestionSet


@contextmanager
def on_disk(sets: Sequence[QuestionSet]) -> Iterator[tuple[QuestionSet, ...]]:
    """The sets, every one with documents of its own now over a folder that lives as long."""
    with ExitStack() as stack:
        yield tuple(_on_disk(each, stack) if each.documents else each for each in sets)


def _on_disk(questions: QuestionSet, stack: ExitStack) -> QuestionSet:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-eval-")))
    for source, text in questions.documents.items():
        # Bytes, because text mode would write other line ends on some systems.
        (folder / source).write_bytes(text.encode())
    return replace(questions, corpus=folder)
