"""A library as drafting looks at it: documents to draft from, and a search to check against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.engine import Shown
from rag.records import DocumentEntry, Hit


class LibraryLike(Protocol):
    """What drafting needs of an engine."""

    def documents(self) -> list[DocumentEntry]: ...

    def show(self, key: str) -> Shown: ...

    def search(self, question: str, *, depth: int | None = None) -> Sequence[Hit]: ...
