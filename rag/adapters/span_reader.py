"""The trained reader: which words of a passage answer a question, if any do.

A span head over the bundled encoder (Devlin et al., "BERT", NAACL 2019, section 4.3): every token
gets a start and an end logit, and the first token stands for "no answer here". A sentence's score
is its best span's log-odds against that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from rag.adapters.bundled_e5 import BundledE5
from rag.adapters.e5_tokenizer import Tokens
from rag.adapters.e5_weights import Floats
from rag.adapters.encoder_session import EncoderSession
from rag.adapters.graph_file import graph_file
from rag.adapters.reader_weights import ReaderWeights
from rag.records import Passage, Span
from rag.search.spans import SpanRead
from rag.text import sentences

LONGEST_SEQUENCE = 384
LONGEST_QUESTION = 64
LONGEST_ANSWER = 30
"""All in tokens."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A passage laid out under a question: its tokens, where its text begins, its sentences."""

    ids: list[int]
    begin: int
    tokens: Tokens
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class _Opened:
    """The graph, and the head (width, 2), (2,) over its hidden states."""

    session: EncoderSession
    matrix: Floats
    bias: Floats


def bundled_reader() -> Path:
    """The weights that ship with the package."""
    return Path(__file__).with_name("reader.npz")


class SpanReader:
    """Reads passages under a question; implements `search.spans.SpanScorer`.

    Parameters: `file` holds the trained weights; `encoder` lends its tokenizer and word table;
    the converted graph is kept in `cache`. Nothing is opened before the first question, for most
    of what is done with a library asks none.
    """

    def __init__(self, file: Path, encoder: BundledE5, cache: Path, threads: int = 0) -> None:
        self._file = file
        self._encoder = encoder
        self._cache = cache
        self._threads = threads

    @cached_property
    def _opened(self) -> _Opened:
        bundled = self._encoder.weights
        weights = ReaderWeights.read(self._file, bundled)
        graph = graph_file(self._cache / f"reader-{weights.version}.onnx", weights, tokens=True)
        session = EncoderSession(graph, bundled.word_embeddings, self._threads)
        return _Opened(session, *weights.head)

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[SpanRead]]:
        """The sentences of each passage with their scores, in the order of the text.

        Raises ModelUnavailable where the file is no reader or the cache cannot be written.
        """
        model = self._opened
        asked, *texts = self._encoder.tokenizer.encode([question, *(p.text for p in passages)])
        sheets = [
            self._laid_out(asked, tokens, passage)
            for tokens, passage in zip(texts, passages, strict=True)
        ]
        states = model.session.run([sheet.ids for sheet in sheets])
        return [
            _scored(state @ model.matrix + model.bias, sheet, passage)
            for state, sheet, passage in zip(states, sheets, passages, strict=True)
        ]

    def _laid_out(self, asked: Tokens, tokens: Tokens, passage: Passage) -> _Sheet:
        """`<s> question </s></s> passage </s>`, both cut to their limits."""
        pieces = self._encoder.weights.pieces
        begin, end = pieces.begin, pieces.end
        head = [begin, *asked.ids[:LONGEST_QUESTION], end, end]
        ids = [*head, *tokens.ids[: LONGEST_SEQUENCE - len(head) - 1], end]
        return _Sheet(ids, len(head), tokens, sentences.split(passage.text, passage.language))


def _scored(logits: Floats, sheet: _Sheet, passage: Passage) -> list[SpanRead]:
    """Each sentence that was read at all; `logits` is (tokens, 2), start and end."""
    null = float(logits[0].sum())
    inside = logits[sheet.begin : len(sheet.ids) - 1]
    starts = np.array([start for start, _ in sheet.tokens.offsets[: len(inside)]])
    found: list[SpanRead] = []
    for span in sheet.spans:
        first, last = np.searchsorted(starts, (span.start, span.end))
        if first == last:
            continue
        starts_here, ends_here = inside[first:last].T
        a, b, score = best_span(starts_here, ends_here)
        answer = _trimmed(passage.text, sheet.tokens, int(first) + a, int(first) + b)
        offset = passage.span.start
        surety = _share(starts_here, a) * _share(ends_here, b)
        found.append(SpanRead(span.shifted(offset), answer.shifted(offset), score - null, surety))
    return found


def best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """The best (first, last) token of an answer and its score, at most 30 tokens long."""
    sums = starts[:, None] + ends[None, :]
    length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    sums = np.where((length >= 0) & (length < LONGEST_ANSWER), sums, -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(first), int(last), float(sums[first, last])


def _share(logits: Floats, place: int) -> float:
    """The softmax share of one of some logits."""
    return float(1 / np.exp(logits - logits[place]).sum())


def _trimmed(text: str, tokens: Tokens, first: int, last: int) -> Span:
    """The words of a run of tokens, white space at its ends left out."""
    return Span(tokens.offsets[first][0], tokens.offsets[last][1]).trimmed(text)
