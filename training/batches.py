"""Training batches: questions with windows of their passages, as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from training.examples import Example
from training.mixture import Draw, Mixture
from training.tokens import Ints, TokenText, token_texts
from training.windows import Window, any_focus, draw_window, stretch

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BEGIN, PAD, END = 0, 1, 2
LIMIT_TOKENS = 256
QUESTION_TOKENS = 48
SHORTEST_WRONG_TOKENS = 8
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with one window, as the reader sees it.

    `ids` is (n,); `offset` is the place of the window's first token in it; `starts` and `ends` are
    places of right starts and ends in it, both just 0 where the window holds no answer.
    """

    ids: Ints
    offset: int
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step: as `reading_loss` takes them, and (batch, tokens) `tokens`, `mask`."""

    tokens: Tensor
    mask: Tensor
    readable: Tensor
    gold: Tensor
    groups: Tensor


class Batches:
    """Makes the batch of any step: the same for the same mixture and seed, in any order.

    Questions of CHUNK steps are sorted by length and cut into batches of `questions`, so that
    little is padding and the `abreast` batches of one step take equally long.
    """

    def __init__(
        self, mixture: Mixture, tokenizer: Tokenizer, questions: int, abreast: int = 1
    ) -> None:
        self.mixture = mixture
        self.tokenizer = tokenizer
        self.questions = questions
        self.abreast = abreast
        contexts = list(dict.fromkeys(example.context for example in mixture.examples))
        self.texts = dict(zip(contexts, token_texts(tokenizer, contexts), strict=True))
        self._chunk_number = -1
        self._chunk: list[list[list[Pair]]] = []

    def batch(self, step: int, worker: int = 0) -> Batch:
        """The batch of step `step`, from 0, for one of the workers abreast."""
        number, place = divmod(step, CHUNK)
        if number != self._chunk_number:
            self._chunk = self._make_chunk(number)
            self._chunk_number = number
        return collate(self._chunk[place * self.abreast + worker])

    def _make_chunk(self, number: int) -> list[list[list[Pair]]]:
        size = CHUNK * self.abreast * self.questions
        groups = [self._pairs(n) for n in range(number * size, (number + 1) * size)]
        groups.sort(key=lambda pairs: max(len(pair.ids) for pair in pairs))
        cut = [groups[i : i + self.questions] for i in range(0, size, self.questions)]
        order = np.random.default_rng((self.mixture.seed, 1, number)).permutation(CHUNK)
        return [cut[i * self.abreast + worker] for i in order for worker in range(self.abreast)]

    def _pairs(self, number: int) -> list[Pair]:
        rng = self.mixture.rng(number)
        draw = self.mixture.draw(rng)
        encoding = self.tokenizer.encode(draw.question, add_special_tokens=False)
        question = np.array(encoding.ids[:QUESTION_TOKENS], dtype=np.int64)
        limit = LIMIT_TOKENS - len(question) - 4
        right = self._right(rng, draw.right, limit)
        wrong = self._wrong(rng, draw, limit)
        pairs = [pair(question, right, *self._golds(draw.right, right))]
        return pairs if wrong is None else [*pairs, pair(question, wrong, [], [])]

    def _right(self, rng: np.random.Generator, example: Example, limit: int) -> Window:
        text = self.texts[example.context]
        if not example.golds:
            return draw_window(rng, text, any_focus(rng, text), limit)
        gold = example.golds[int(rng.integers(len(example.golds)))]
        return draw_window(rng, text, text.token_range(*gold), limit)

    def _golds(self, example: Example, window: Window) -> tuple[list[int], list[int]]:
        """Right starts and ends, as token numbers of the window."""
        starts: list[int] = []
        ends: list[int] = []
        for gold in example.golds:
            first, last = (t - window.first for t in window.text.token_range(*gold))
            if example.loose:
                inside = range(max(first, 0), min(last, len(window)))
                starts.extend(inside)
                ends.extend(inside)
            elif first >= 0 and last <= len(window):
                starts.append(first)
                ends.append(last - 1)
        return starts, ends

    def _wrong(self, rng: np.random.Generator, draw: Draw, limit: int) -> Window | None:
        if draw.wrong is not None:
            text = self.texts[draw.wrong.context]
            return draw_window(rng, text, any_focus(rng, text), limit)
        rest = self._without_answer(rng, draw.right)
        return None if rest is None else draw_window(rng, rest, any_focus(rng, rest), limit)

    def _without_answer(self, rng: np.random.Generator, example: Example) -> TokenText | None:
        """A stretch of sentences of the right passage that does not hold the answer's words."""
        text = self.texts[example.context]
        edges = np.append(text.sentence_starts, len(text))
        holding = {s for gold in example.golds for s in _sentences(edges, text.token_range(*gold))}
        borders = [-1, *sorted(holding), len(edges) - 1]
        runs = [(int(edges[a + 1]), int(edges[b])) for a, b in pairwise(borders)]
        fit = [run for run in runs if run[1] - run[0] >= SHORTEST_WRONG_TOKENS]
        if not fit:
            return None
        first, last = fit[int(rng.integers(len(fit)))]
        words = example.context[text.starts[first] : text.ends[last - 1]]
        if any(answer in words for answer in example.answer_texts):
            return None
        return stretch(text, first, last)


def _sentences(edges: Ints, tokens: tuple[int, int]) -> range:
    first = int(np.searchsorted(edges, tokens[0], side="right")) - 1
    return range(first, int(np.searchsorted(edges, tokens[1], side="left")))


def pair(question: Ints, window: Window, starts: Sequence[int], ends: Sequence[int]) -> Pair:
    """`<s> question </s></s> window </s>`; `starts` and `ends` count from the window's start."""
    passage = window.text.ids[window.first : window.last]
    ids = np.concatenate(([BEGIN], question, [END, END], passage, [END]))
    offset = len(question) + 3
    found = len(starts) > 0
    return Pair(
        ids,
        offset,
        np.array(starts, dtype=np.int64) + offset if found else np.zeros(1, dtype=np.int64),
        np.array(ends, dtype=np.int64) + offset if found else np.zeros(1, dtype=np.int64),
    )


def collate(groups: Sequence[Sequence[Pair]]) -> Batch:
    """Pairs of some questions as padded tensors."""
    pairs = [pair for group in groups for pair in group]
    shape = (len(pairs), max(len(pair.ids) for pair in pairs))
    tokens = torch.full(shape, PAD)
    readable = torch.zeros(shape, dtype=torch.bool)
    gold = torch.zeros((*shape, 2), dtype=torch.bool)
    for row, pair in enumerate(pairs):
        tokens[row, : len(pair.ids)] = torch.from_numpy(pair.ids)
        readable[row, 0] = True
        readable[row, pair.offset : len(pair.ids) - 1] = True
        gold[row, torch.from_numpy(pair.starts), 0] = True
        gold[row, torch.from_numpy(pair.ends), 1] = True
    numbers = [number for number, group in enumerate(groups) for _ in group]
    return Batch(tokens, tokens != PAD, readable, gold, torch.tensor(numbers))
