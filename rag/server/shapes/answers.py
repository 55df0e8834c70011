"""Answers: claims, citations, passages found."""

from __future__ import annotations

from pydantic import Field

from rag.records import AnswerVerdict, ClaimVerdict, QuoteStatus, Role
from rag.server.shapes.parts import ProvenanceOut, Shape, SpanOut


class ClaimOut(SpanOut):
    """One sentence of an answer with its place in the answer's text."""

    text: str
    verdict: ClaimVerdict
    citations: list[int]


class TwinDifferenceOut(Shape):
    """Where two sides that should say the same do not."""

    kind: str
    here: str
    there: str


class TwinOut(SpanOut):
    """The same words in another language of the document."""

    quote: str
    language: str
    differences: list[TwinDifferenceOut]


class CitationOut(SpanOut, ProvenanceOut):
    """Exact words of a document: where they stand, whose they are and how surely."""

    number: int = Field(description="the number that claims and sentences refer to")
    document: str = Field(description="the document's id")
    source: str = Field(description="the path the document is known by")
    language: str
    page: int | None
    role: Role
    speaker: str | None = Field(description="whose words they are, where it is not the author")
    quote: str
    status: QuoteStatus
    twin: TwinOut | None


class DisagreementOut(Shape):
    """Sources that contradict each other: citation numbers on each side."""

    about: str
    sides: list[list[int]]
    wordings: list[str] = Field(description="of each side, what the other has otherwise")


class BareAnswerOut(Shape):
    """An answer whose every sentence is cited, or the finding that the documents do not say."""

    question: str
    verdict: AnswerVerdict
    answer: str = Field(description="empty when not found")
    direct_answer: str | None = Field(description="the short answer, word for word from a quote")
    claims: list[ClaimOut]
    citations: list[CitationOut]
    disagreements: list[DisagreementOut]
    independent_sources: int
    language: str
    model: str | None = Field(description="null where the documents' own sentences are quoted")
    understood: str | None = Field(description="the stand-alone question, where it is another one")
    notice: str | None
    dropped_keys: int = Field(description="how often a model cited what it was not given")


class HitOut(SpanOut):
    """A passage of a document with its rank."""

    rank: int
    document: str
    source: str | None
    score: float
    scores: dict[str, float]
    language: str
    role: Role
    speaker: str | None
    page: int | None
    text: str | None


class SearchedOut(Shape):
    """What an answer was looked for in."""

    documents: int
    passages: int
    languages: list[str]
    undated: int


class FingerprintOut(Shape):
    """Hashes of what an answer depends on besides the question."""

    settings: str
    prompts: str
    index: str


class PlainAnswerOut(BareAnswerOut):
    """The answer object of `footnote ask --json`."""

    retrieved: list[HitOut]
    searched: SearchedOut
    timings_ms: dict[str, float]
    fingerprint: FingerprintOut


class AnswerOut(PlainAnswerOut):
    """An answer, and the conversation and turn it is kept as, null where it is not kept."""

    conversation: str | None
    turn: str | None


class SearchOut(Shape):
    """Passages, best first."""

    question: str
    retrieved: list[HitOut]
