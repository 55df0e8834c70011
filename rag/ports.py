"""What the stages need from outside, as small protocols; `adapters/` and `index/` supply them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rag.records import Evidence, Filters, Hit, Passage, Span

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ids best first with their scores: (n,) float32, higher is better, in the same order."""

    ids: tuple[str, ...]
    scores: NDArray[np.float32]

    def __post_init__(self) -> None:
        if len(self.ids) != len(self.scores):
            raise ValueError(f"{len(self.ids)} ids with {len(self.scores)} scores")


class Embedder(Protocol):
    """Turns text into vectors: (n, dimensions) float32, unit rows, row i belongs to texts[i]."""

    @property
    def name(self) -> str:
        """Model and version, as remembered by the library that holds its vectors."""

    @property
    def dimensions(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """The model's own limit, any prefix included."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text by the model's own tokenizer, special tokens not counted."""


@dataclass(frozen=True, slots=True)
class TokenStates:
    """How a model reads each token of one text in its context.

    `spans` are the code points each token stands for; `states` is (tokens, hidden) float32.
    """

    spans: tuple[Span, ...]
    states: Vectors


@runtime_checkable
class TokenReader(Protocol):
    """An embedder that also shows its tokens, so that words can be aligned across languages."""

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        """One for each text; what is beyond the model's own limit is left out."""


class TokenCounter(Protocol):
    """Counts tokens the way budgets are written."""

    def __call__(self, text: str) -> int: ...


class VectorStore(Protocol):
    """Nearest neighbours by cosine over deterministic ids. Writing an id twice keeps the last."""

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None: ...

    def delete(self, ids: Sequence[str]) -> None: ...

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        """The `depth` best ids for one query row of shape (dimensions,); scores are cosines."""

    def count(self) -> int: ...

    def close(self) -> None: ...


class DenseIndex(Protocol):
    """Ranks passages by closeness to a query vector, filters resolved beforehand.

    A score is the product with the query minus its mean product with all passages of the same
    language; of a unit query products are cosines.
    """

    def nearest(self, query: Vectors, depth: int, filters: Filters = Filters()) -> Ranking:
        """The `depth` best passages for one query row of shape (dimensions,)."""

    def usual(self, query: Vectors) -> Mapping[str, float]:
        """The query's mean product with the passages of each language, by ISO 639-1 code."""


class LexicalIndex(Protocol):
    """Ranks passages by shared terms, each language on its own terms.

    A score is the share of the question's terms, weighted by rarity, that a passage holds.
    """

    def search(self, question: str, depth: int, filters: Filters = Filters()) -> Ranking: ...


class Corpus(Protocol):
    """Reads passages and texts of the library by id."""

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of `ids`; ids no longer in the library are left out."""

    def neighbours(self, passage: Passage, radius: int) -> list[Passage]:
        """The passage with up to `radius` passages before and after it, in document order."""


class Retriever(Protocol):
    """Finds the passages that may answer a question, or bear out what is `stated`."""

    def search(
        self, question: str, depth: int, filters: Filters = Filters(), *, stated: bool = False
    ) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a question over some passages.

    `sentences` are best first; `answerable` is in [0, 1]: how surely they hold an answer at all;
    `signals` are what that was read off, by name, for fitting it anew; `hits` are the hits given,
    ordered again by what was read in them.
    """

    sentences: tuple[Evidence, ...]
    answerable: float
    signals: Mapping[str, float] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()


class Reader(Protocol):
    """Judges sentences as evidence for a question and says whether anybody answers it."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message; `role` is "system", "user" or "assistant"."""

    role: str
    content: str


class ChatModel(Protocol):
    """A language model that streams text; raises ModelUnavailable when it cannot answer.

    A reply that has not ended at `until`, in seconds of time.monotonic(), is no answer.
    """

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message], until: float = math.inf) -> Iterator[str]: ...


@runtime_checkable
class ConstrainedChatModel(ChatModel, Protocol):
    """A chat model that can also be held to a form while it writes."""

    def stream_within(
        self, messages: Sequence[Message], grammar: str, until: float = math.inf
    ) -> Iterator[str]:
        """As `ChatModel.stream`, every text one that `grammar` (GBNF) describes."""


class Judge(Protocol):
    """Says how surely a claim follows from its evidence, in [0, 1]; `until` as a ChatModel's."""

    def entails(self, evidence: str, claim: str, until: float = math.inf) -> float: ...
