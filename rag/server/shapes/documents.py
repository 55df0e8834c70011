"""Documents, and what became of files."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from rag.server.shapes.parts import ProvenanceOut, Shape, SpanOut


class DocumentOut(ProvenanceOut):
    """A document as listed."""

    id: str
    source: str
    passages: int
    characters: int = Field(description="length of the whole document")
    state: str
    problems: list[str]
    original: str
    added: str | None
    copies: list[str] = Field(description="documents that hold most of this one, or the reverse")


class DocumentsOut(Shape):
    """The library's documents."""

    documents: list[DocumentOut]


class ReportedOut(DocumentOut):
    """A document and what was read from it."""

    report: dict[str, Any]


class ShownOut(DocumentOut, SpanOut):
    """A stretch of a document."""

    text: str


class RemovedOut(Shape):
    """What was removed, and whether it can be brought back."""

    removed: str
    source: str
    undo: bool


class NotReadOut(Shape):
    """A file that was not read, and why."""

    source: str
    reason: str | None


class ReadOut(Shape):
    """A document that was read."""

    id: str
    source: str
    passages: int


class IngestOut(Shape):
    """What became of files that were sent."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: list[NotReadOut]
    skipped: list[NotReadOut]
    seconds: float
    documents: list[ReadOut]
