"""Passages as tokens: cut once, then used in many windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

_SENTENCE_END = re.compile(r"(?:[。！？]+[”」』）]*|[.!?؟۔।]+[\"'”»)\]]*(?=\s)|\n)\s*")


@dataclass(frozen=True, slots=True)
class TokenText:
    """A text as tokens.

    Attributes:
        ids: (n,) token numbers, no special tokens.
        starts, ends: (n,) code-point offsets of each token, white space at its ends left out.
        sentence_starts: index of each sentence's first token, ascending, the first is 0.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    sentence_starts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def token_range(self, start_char: int, end_char: int) -> tuple[int, int]:
        """The half-open range of tokens that touch a half-open range of characters."""
        first = int(np.searchsorted(self.ends, start_char, side="right"))
        last = int(np.searchsorted(self.starts, end_char, side="left"))
        return first, max(last, first + 1)


def token_texts(tokenizer: Tokenizer, texts: Sequence[str]) -> list[TokenText]:
    """Tokenise texts, in order."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [
        _token_text(text, encoding.ids, encoding.offsets)
        for text, encoding in zip(texts, encodings, strict=True)
    ]


def sentence_chars(text: str) -> list[tuple[int, int]]:
    """Sentences of a text as (start, end) in code points; rough, which is enough for windows."""
    edges = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _token_text(text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> TokenText:
    pairs = [_without_space(text, start, end) for start, end in offsets]
    starts, ends = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    edges = [int(np.searchsorted(starts, start)) for start, _ in sentence_chars(text)]
    sentence_starts = np.unique([0, *(edge for edge in edges if edge < len(ids))])
    return TokenText(np.array(ids, dtype=np.int64), starts, ends, sentence_starts)


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    inner = piece.strip()
    if not inner:
        return end, end
    start += len(piece) - len(piece.lstrip())
    return start, start + len(inner)
