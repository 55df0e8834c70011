"""What a span scorer makes of a passage: for each sentence its best answer and how good that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.records import Passage, Span


@dataclass(frozen=True, slots=True)
class SpanRead:
    """A sentence with its best answer span and that span's log-odds against "no answer here".

    `surety` is the chance, in [0, 1], that an answer in this sentence begins and ends just there.
    """

    sentence: Span
    answer: Span
    score: float
    surety: float


class SpanScorer(Protocol):
    """Scores the sentences of passages under a question, as `text.sentences` splits them."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[SpanRead]]: ...
