"""Reading paragraphs with a trained reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.adapters.span_reader import best_span
from training.batches import BEGIN, END, QUESTION_TOKENS
from training.tokens import Ints, TokenText, token_texts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
LIMIT_TOKENS = 384


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its score: its best answer span's log-odds against "no answer here".

    `span` and `answer` are (start, end) in code points into the paragraph.
    """

    span: tuple[int, int]
    answer: tuple[int, int]
    score: float


class Logits(Protocol):
    """Token sequences in, for each its start and end logits, (tokens, 2) float32, in order."""

    def __call__(self, sequences: Sequence[Ints]) -> list[Floats]: ...


def read_pairs(
    logits: Logits, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]
) -> list[list[Sentence]]:
    """The sentences of each (question, paragraph) pair, in the order of the text."""
    texts = token_texts(tokenizer, [paragraph for _, paragraph in pairs])
    questions = [
        np.array(encoding.ids[:QUESTION_TOKENS], dtype=np.int64)
        for encoding in tokenizer.encode_batch([q for q, _ in pairs], add_special_tokens=False)
    ]
    rows = [sequence(q, text) for q, text in zip(questions, texts, strict=True)]
    return [
        sentences(values, len(question) + 3, text)
        for values, question, text in zip(logits(rows), questions, texts, strict=True)
    ]


def sequence(question: Ints, text: TokenText) -> Ints:
    """`<s> question </s></s> text </s>`, the text cut at the limit."""
    room = LIMIT_TOKENS - len(question) - 4
    return np.concatenate(([BEGIN], question, [END, END], text.ids[:room], [END]))


def sentences(values: Floats, offset: int, text: TokenText) -> list[Sentence]:
    """Score each sentence that was read; `offset` is the place of the text's first token."""
    null = float(values[0].sum())
    read = len(values) - 1 - offset
    edges = [*(int(edge) for edge in text.sentence_starts if edge < read), read]
    scored = []
    for first, last in pairwise(edges):
        inside = values[offset + first : offset + last]
        start, stop, score = best_span(inside[:, 0], inside[:, 1])
        answer = (int(text.starts[first + start]), int(text.ends[first + stop]))
        span = (int(text.starts[first]), int(text.ends[last - 1]))
        scored.append(Sentence(span, answer, score - null))
    return scored
