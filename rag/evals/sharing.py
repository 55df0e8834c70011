"""What several engines over one library need not do twice: embed the same texts, search again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from rag.ports import Embedder, Retriever, TokenReader, TokenStates, Vectors
from rag.records import Filters, Hit
from rag.search.remembering import Around

_REMEMBERED = 16

Value = TypeVar("Value")


class _Memory(Generic[Value]):
    """The last few results by what they were asked for."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made for the key, made now where it is new."""
        if key not in self._known:
            self._known[key] = make()
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


class SharedEmbedder(Around):
    """ports.Embedder around another that remembers what it was last given.

    Whole batches are remembered, never single texts: a text's vector differs in its last digits
    with the texts beside it, and a shared run must give the figures of an unshared one.
    """

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._queries: _Memory[Vectors] = _Memory()
        self._passages: _Memory[Vectors] = _Memory()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries.get(tuple(texts), lambda: self._embedder.embed_queries(texts))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._passages.get(tuple(texts), lambda: self._embedder.embed_passages(texts))


class SharedEncoder(SharedEmbedder):
    """The same around an embedder that shows its tokens, which stays one."""

    def __init__(self, embedder: Embedder, reader: TokenReader) -> None:
        super().__init__(embedder)
        self._reader = reader

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        return self._reader.token_states(texts)


def shared(embedder: Embedder) -> SharedEmbedder:
    """The embedder for several engines: what it shows, it still shows."""
    if isinstance(embedder, TokenReader):
        return SharedEncoder(embedder, embedder)
    return SharedEmbedder(embedder)


class SharedRetriever:
    """ports.Retriever around another that remembers its last searches."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._found: _Memory[list[Hit]] = _Memory()

    def search(
        self, question: str, depth: int, filters: Filters = Filters(), *, stated: bool = False
    ) -> list[Hit]:
        """The other retriever's hits."""

        def searched() -> list[Hit]:
            return self._retriever.search(question, depth, filters, stated=stated)

        return list(self._found.get((question, depth, filters, stated), searched))
