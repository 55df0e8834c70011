"""A kind of vector store that lives in memory, opened by the same rules as any other."""

from __future__ import annotations

from rag.index.store import Place
from rag.ports import VectorStore
from tests.fakes.memory_store import MemoryStore


class MemoryOpener:
    """Hands out the same store for the same place, as a disk or a server would."""

    shared = False

    def __init__(self, address: str = "memory") -> None:
        self.address = address
        self.kept: dict[Place, MemoryStore] = {}

    def open(self, place: Place) -> VectorStore:
        return self.kept.setdefault(place, MemoryStore())

    def discard(self, place: Place) -> None:
        self.kept.pop(place, None)

    def sweep(self, place: Place) -> None:
        for other in set(self.kept) - {place}:
            if other.library == place.library:
                self.discard(other)
