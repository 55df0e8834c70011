"""Checked drafts."""

from __future__ import annotations

from pydantic import Field

from rag.records import DraftVerdict
from rag.server.shapes.answers import CitationOut
from rag.server.shapes.parts import Shape, SpanOut


class DifferenceOut(Shape):
    """Where a draft and a source disagree; `source` is null where the source has nothing."""

    kind: str
    draft: str
    source: str | None


class SentenceOut(SpanOut):
    """One sentence of a draft with its verdict and the words that support or contradict it."""

    text: str
    verdict: DraftVerdict
    states: bool = Field(description="false for questions, headings and greetings")
    citations: list[CitationOut]
    differences: list[DifferenceOut]


class DraftOut(Shape):
    """A draft, sentence by sentence; `counts` are by verdict."""

    sentences: list[SentenceOut]
    counts: dict[str, int]
