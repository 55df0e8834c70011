"""Hard negatives: for each question the passages that plain E5 ranks highest, wrongly."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_weights import Weights
from training.embedding import PlainE5
from training.examples import Example

DEPTH = 16
LONGEST_TELLING_ANSWER = 60

Ints = NDArray[np.int64]


def neighbours(examples: Sequence[Example], weights: Weights, cache: Path) -> Ints:
    """For each example up to DEPTH wrong passages, nearest first: (n, DEPTH), -1 where none.

    A passage is named by the index of an example that has it as context. It is of the same
    dataset and language, is not the example's own, and does not hold the answer's words. The
    table is kept in `cache`, keyed by the examples.
    """
    key = hashlib.sha256("\n".join(e.key + e.language for e in examples).encode()).hexdigest()[:12]
    path = cache / f"neighbours-{key}.npy"
    if not path.exists():
        np.save(path, _search(examples, weights))
    table: Ints = np.load(path)
    return table


def _search(examples: Sequence[Example], weights: Weights) -> Ints:
    model = PlainE5(weights)
    table = np.full((len(examples), DEPTH), -1, dtype=np.int64)
    pools: dict[tuple[str, str], list[int]] = {}
    for index, example in enumerate(examples):
        pools.setdefault((example.dataset, example.context_language), []).append(index)
    for pool in pools.values():
        table[pool] = _nearest([examples[i] for i in pool], pool, model)
    return table


def _nearest(examples: Sequence[Example], indices: Sequence[int], model: PlainE5) -> Ints:
    first_with: dict[str, int] = {}
    for index, example in zip(indices, examples, strict=True):
        first_with.setdefault(example.context, index)
    contexts = list(first_with)
    similarity = model.queries([e.question for e in examples]) @ model.passages(contexts).T
    table = np.full((len(examples), DEPTH), -1, dtype=np.int64)
    for row, example in enumerate(examples):
        ranked = (contexts[i] for i in np.argsort(-similarity[row])[: 4 * DEPTH])
        wrong = [first_with[text] for text in ranked if not _answers(text, example)]
        table[row, : len(wrong[:DEPTH])] = wrong[:DEPTH]
    return table


def _answers(context: str, example: Example) -> bool:
    """Whether a passage is the example's own or holds the words of its answer."""
    telling = (t for t in example.answer_texts if len(t) <= LONGEST_TELLING_ANSWER)
    folded = context.casefold()
    return context == example.context or any(text.casefold() in folded for text in telling)
