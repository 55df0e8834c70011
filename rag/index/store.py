"""What the mirror needs of a vector store besides `ports.VectorStore`: opening and discarding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rag.ports import VectorStore


@dataclass(frozen=True, slots=True)
class Place:
    """Where one collection lives: a folder of its own, unless a server keeps it, and a name.

    `library` tells libraries apart that share a server; `name` carries the model and how often
    its vectors were made and the collection was built.
    """

    folder: Path
    library: str
    name: str

    @property
    def family(self) -> str:
        """What the names of all collections of the library begin with."""
        return f"footnote-{self.library}-"

    @property
    def collection(self) -> str:
        return self.family + self.name


class StoreOpener(Protocol):
    """One kind of vector store.

    The function `opener` of its module makes it again from its address, in a child process.
    """

    @property
    def address(self) -> str:
        """Tells this store from others the library may have been mirrored in."""

    @property
    def shared(self) -> bool:
        """Whether several processes may use a collection at once, as a server lets them."""

    def open(self, place: Place) -> VectorStore:
        """The collection at `place`, made when missing; raises LibraryError."""

    def discard(self, place: Place) -> None:
        """Delete the collection at `place`, if it is there; it must not be open."""

    def sweep(self, place: Place) -> None:
        """Delete every collection of the library but the one at `place`; none may be open."""
