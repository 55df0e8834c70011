"""Which stretch of a passage the reader is shown: whole sentences round a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.tokens import TokenText

WHOLE_SHARE = 0.25
MOST_EXTRA_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `first` to `last` (half-open) of a text."""

    text: TokenText
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


def draw_window(
    rng: np.random.Generator, text: TokenText, focus: tuple[int, int], limit_tokens: int
) -> Window:
    """Sentences round the tokens of `focus`, as many as fit, or in most cases just a few."""
    edges = np.append(text.sentence_starts, len(text))
    first = int(np.searchsorted(edges, focus[0], side="right")) - 1
    last = int(np.searchsorted(edges, focus[1], side="left"))
    whole = rng.random() < WHOLE_SHARE
    extra = len(edges) if whole else int(rng.integers(0, MOST_EXTRA_SENTENCES + 1))
    first, last = _grown(rng, edges, (first, last), extra, limit_tokens)
    return _trimmed(rng, Window(text, int(edges[first]), int(edges[last])), focus, limit_tokens)


def any_focus(rng: np.random.Generator, text: TokenText) -> tuple[int, int]:
    """A random token of the text, to look round where nothing must be in sight."""
    token = int(rng.integers(0, len(text)))
    return token, token + 1


def stretch(text: TokenText, first: int, last: int) -> TokenText:
    """The sentences from token `first` up to token `last`, as a text of their own."""
    inside = (text.sentence_starts >= first) & (text.sentence_starts < last)
    starts = text.sentence_starts[inside] - first
    part = slice(first, last)
    return TokenText(text.ids[part], text.starts[part], text.ends[part], np.union1d([0], starts))


def _grown(
    rng: np.random.Generator,
    edges: np.ndarray,
    sentences: tuple[int, int],
    extra: int,
    limit_tokens: int,
) -> tuple[int, int]:
    """Add up to `extra` neighbouring sentences, on random sides, while they fit."""
    first, last = sentences
    for _ in range(extra):
        sides = [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (last < len(edges) - 1)
        fitting = [(a, b) for a, b in sides if edges[b] - edges[a] <= limit_tokens]
        if not fitting:
            break
        first, last = fitting[int(rng.integers(len(fitting)))]
    return first, last


def _trimmed(
    rng: np.random.Generator, window: Window, focus: tuple[int, int], limit_tokens: int
) -> Window:
    """Cut inside a sentence that is too long, with the focus at a random place in what is left."""
    if len(window) <= limit_tokens:
        return window
    lowest = max(window.first, min(focus[1], window.last) - limit_tokens)
    highest = max(lowest, min(focus[0], window.last - limit_tokens))
    first = int(rng.integers(lowest, highest + 1))
    return Window(window.text, first, min(window.last, first + limit_tokens))
