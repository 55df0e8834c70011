"""What answers look like, for the OpenAPI description: the JSON that `rag.wire` makes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rag.records import AnswerVerdict, ClaimVerdict, DraftVerdict, QuoteStatus, Role


class Shape(BaseModel):
    """An object whose every field is always there; further fields may be added."""

    model_config = ConfigDict(extra="allow")


class SpanOut(Shape):
    """Half-open, in code points."""

    start: int
    end: int


class ProvenanceOut(Shape):
    """Where a document comes from."""

    title: str | None
    publisher: str | None
    authors: list[str]
    published: str | None
    languages: list[str]
    kind: str | None
    origin: str | None
    note: str | None


class ClaimOut(SpanOut):
    """One sentence of an answer with its place in the answer's text."""

    text: str
    verdict: ClaimVerdict
    citations: list[int]


class TwinOut(SpanOut):
    """The same words in another language of the document."""

    quote: str
    language: str


class CitationOut(SpanOut, ProvenanceOut):
    """Where the words stand, whose they are and how surely."""

    number: int
    document: str
    source: str
    language: str
    page: int | None
    role: Role
    speaker: str | None
    quote: str
    status: QuoteStatus
    twin: TwinOut | None


class HitOut(SpanOut):
    """A retrieved passage."""

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


class DisagreementOut(Shape):
    """Citation numbers that oppose one another."""

    about: str
    sides: list[list[int]]


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


class PlainAnswerOut(Shape):
    """The answer object of `footnote ask --json`."""

    question: str
    verdict: AnswerVerdict
    answer: str
    direct_answer: str | None
    claims: list[ClaimOut]
    citations: list[CitationOut]
    disagreements: list[DisagreementOut]
    independent_sources: int
    retrieved: list[HitOut]
    searched: SearchedOut
    language: str
    model: str | None
    timings_ms: dict[str, float]
    fingerprint: FingerprintOut
    understood: str | None
    notice: str | None


class AnswerOut(PlainAnswerOut):
    """An answer, and the conversation and turn it is kept as, null where it is not kept."""

    conversation: str | None
    turn: str | None


class SearchOut(Shape):
    """Passages, best first."""

    question: str
    retrieved: list[HitOut]


class SentenceOut(SpanOut):
    """One sentence of a draft."""

    text: str
    verdict: DraftVerdict
    citations: list[CitationOut]


class DraftOut(Shape):
    """A checked draft."""

    sentences: list[SentenceOut]


class ReportOut(Shape):
    """The report of `footnote eval --json`."""

    figures: dict[str, float | None]
    counts: dict[str, int]
    intervals: dict[str, list[float]]


class SignedInOut(Shape):
    """A new session; the token can be sent as a bearer for so many seconds."""

    person: str
    token: str
    seconds: float


class SessionOut(Shape):
    """Who is signed in, null for nobody, and whether one has to."""

    person: str | None
    required: bool


class HealthOut(Shape):
    """The server answers and the library can be read."""

    status: Literal["ok"]
    documents: int


class ErrorOut(Shape):
    """What failed, with which value, and the way out."""

    message: str
    type: str
    param: str | None
    code: str
    problems: list[str]


class ProblemOut(Shape):
    """Every failure."""

    error: ErrorOut
