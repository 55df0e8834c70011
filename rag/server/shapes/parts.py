"""What several shapes share."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Shape(BaseModel):
    """An object whose every field is always there; further fields may be added."""


class SpanOut(Shape):
    """A stretch of a text: half-open, in code points."""

    start: int
    end: int


class ProvenanceOut(Shape):
    """Where a document comes from."""

    title: str | None
    publisher: str | None
    authors: list[str]
    published: str | None = Field(description="an ISO date of the precision known")
    languages: list[str]
    kind: str | None
    origin: str | None
    note: str | None
