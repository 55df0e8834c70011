"""What the tools give back, as their output schemas tell it: the wire's objects, kept lean."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Out(BaseModel):
    """Takes the fields it names out of a wider object."""

    model_config = ConfigDict(extra="ignore")


class Words(_Out):
    """A stretch of a document's canonical text, in code points, half-open."""

    start: int
    end: int
    quote: str
    language: str


class Cited(Words):
    """A citation: exact words of a document, with who says them, when and where."""

    number: int = Field(description="the number claims and sentences refer to")
    document: str = Field(description="the document's id")
    source: str = Field(description="the path the document is known by; open_source takes it")
    title: str | None
    publisher: str | None
    authors: list[str]
    published: str | None = Field(description="an ISO date of the precision known")
    role: str
    speaker: str | None = Field(description="whose words they are, where it is not the author")
    page: int | None
    status: str
    twin: Words | None = Field(description="the same words in the document's other language")


class Claimed(_Out):
    """One sentence of an answer and the citations that support it."""

    text: str
    verdict: str = Field(description="supported, unsupported or uncited")
    citations: list[int]


class Disputed(_Out):
    """Sources that contradict each other: citation numbers on each side."""

    about: str
    sides: list[list[int]]


class Answered(_Out):
    """An answer in which every sentence is cited, or the finding that the documents do not say."""

    question: str
    verdict: str = Field(description="answered, partly or not_found")
    answer: str = Field(description="empty when not found")
    direct_answer: str | None = Field(description="the short answer, word for word from a quote")
    claims: list[Claimed]
    citations: list[Cited]
    disagreements: list[Disputed]
    independent_sources: int
    language: str
    model: str | None = Field(description="null where the documents' own sentences are quoted")
    notice: str | None


class FoundPassage(_Out):
    """A passage of a document with its rank."""

    rank: int
    source: str | None
    document: str
    start: int
    end: int
    score: float
    language: str
    role: str
    speaker: str | None
    text: str | None


class Searched(_Out):
    """Passages, best first."""

    question: str
    retrieved: list[FoundPassage]


class Opened(_Out):
    """A stretch of a document's canonical text with its provenance."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    authors: list[str]
    published: str | None
    languages: list[str]
    kind: str | None
    state: str
    characters: int = Field(description="length of the whole document")
    start: int
    end: int
    text: str


class Differing(_Out):
    """Where a draft and a source disagree; `source` is null where the source has nothing."""

    kind: str
    draft: str
    source: str | None


class CheckedSentence(_Out):
    """One sentence of a draft with its verdict and the words that support or contradict it."""

    text: str
    start: int
    end: int
    verdict: str = Field(description="supported, contradicted or absent")
    states: bool = Field(description="false for questions, headings and greetings")
    citations: list[Cited]
    differences: list[Differing]


class Checked(_Out):
    """A draft, sentence by sentence."""

    sentences: list[CheckedSentence]
    counts: dict[str, int]
