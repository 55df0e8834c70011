"""The records that stages pass to one another: frozen, slotted, checked when made.

All offsets are code points into a document's canonical text; a span is half-open.
Vectors never live in records: they stay in arrays beside a list of ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a stretch of a document is; `unknown` where the border is not certain."""

    BODY = "body"
    HEADING = "heading"
    ABSTRACT = "abstract"
    QUOTATION = "quotation"
    COMMENT = "comment"
    CAPTION = "caption"
    NOTE = "note"
    REFERENCE = "reference"
    BOILERPLATE = "boilerplate"
    UNKNOWN = "unknown"

    @property
    def quotable(self) -> bool:
        """Whether its words may be evidence: no template's leftovers and no list of references."""
        return self not in (Role.BOILERPLATE, Role.REFERENCE)


class QuoteStatus(StrEnum):
    """How surely a quote's words stand where its citation says."""

    EXACT = "exact"
    NORMALISED = "normalised"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"


class ClaimVerdict(StrEnum):
    """Of one sentence of an answer."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNCITED = "uncited"


class AnswerVerdict(StrEnum):
    """Of a whole answer."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class DraftVerdict(StrEnum):
    """Of one sentence of a reader's draft."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of a canonical text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def of(self, text: str) -> str:
        """The words the span stands for."""
        return text[self.start : self.end]

    def trimmed(self, text: str, marks: str | None = None) -> Span:
        """The span without white space, or other `marks`, at its ends; empty where it is all."""
        words = self.of(text)
        start = self.start + len(words) - len(words.lstrip(marks))
        return Span(start, max(start, self.start + len(words.rstrip(marks))))

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document comes from. Unknown stays None or empty; nothing is guessed.

    `published` is an ISO date of the precision known: "2021-01-26", "2021-01" or "2021".
    `kind` is what sort of text it is ("article", "mail", "table", ...), `note` a remark to show.
    """

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    languages: tuple[str, ...] = ()
    kind: str | None = None
    origin: str | None = None
    note: str | None = None

    def who_says(self, role: Role, speaker: str | None) -> str | None:
        """Who says words of this document; None where nobody is known.

        Its authors say no comment, nor what may be one.
        """
        if speaker or role in (Role.COMMENT, Role.UNKNOWN):
            return speaker
        return ", ".join(self.authors) or None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner, for drawing a highlight."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit a reader found: paragraph, heading, table row, comment, page furniture.

    `role` is what the structure alone says (UNKNOWN when it says nothing); `page` counts from 1;
    `speaker` is set where the format names one (a mail's sender, a chat line's author).
    """

    span: Span
    role: Role = Role.UNKNOWN
    page: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One ingested text with its provenance.

    `text` is canonical and immutable; `blocks` are disjoint, in order, and lie inside it.
    `original` is the SHA-256 of the bytes it was read from; `problems` is what could not be read.
    """

    id: str
    source: str
    text: str
    provenance: Provenance
    blocks: tuple[Block, ...] = ()
    original: str = ""
    problems: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end or block.span.end > len(self.text):
                raise ValueError(f"{self.source}: block {block.span} overlaps or leaves the text")
            end = block.span.end


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a span of a document with its words, language, role and speaker."""

    document_id: str
    span: Span
    text: str
    language: str = "und"
    role: Role = Role.BODY
    speaker: str | None = None
    page: int | None = None

    def __post_init__(self) -> None:
        if len(self.text) != len(self.span):
            raise ValueError(f"{self.id}: {len(self.text)} characters in a span of another length")

    @property
    def id(self) -> str:
        return f"{self.document_id}:{self.span}"

    def words(self, span: Span) -> str:
        """The words of a stretch of the document that lies in this passage."""
        return span.shifted(-self.span.start).of(self.text)


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as listed: everything but its text.

    `state` is "ready", "indexing" (outbox rows wait), "removed" (undo still possible) or
    "replaced" (an old version, kept so that saved citations still resolve). `copies` are the
    sources of documents that hold most of this one, or of which it holds most.
    """

    id: str
    source: str
    provenance: Provenance
    passages: int
    characters: int
    state: str = "ready"
    problems: tuple[str, ...] = ()
    original: str = ""
    added: str | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents and passages a question may use; empty fields filter nothing.

    `documents` holds sources or ids; `since` and `until` are inclusive ISO dates of any precision.
    """

    documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    roles: tuple[Role, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its rank (from 1), fused score, and the scores it came from by searcher."""

    passage: Passage
    rank: int
    score: float
    scores: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence span picked to support an answer.

    `score` is the reader's (higher is better, comparable within one question);
    `answer` is the sub-span holding the short direct answer, where the reader is sure of one;
    `read` is where it reads an answer at all, rather than none.
    """

    passage: Passage
    span: Span
    score: float
    answer: Span | None = None
    read: Span | None = None

    @property
    def quote(self) -> str:
        return self.passage.words(self.span)


@dataclass(frozen=True, slots=True)
class TwinDifference:
    """Where two sides that should say the same do not: `kind` is "number", "date", "name", ...

    `here` is the wording of the side that is cited or stands first, `there` that of its twin.
    """

    kind: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The same words in another language inside the same document, and where they say otherwise."""

    span: Span
    quote: str
    language: str
    differences: tuple[TwinDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The tie from a claim to the exact words that support it."""

    number: int
    document_id: str
    source: str
    provenance: Provenance
    span: Span
    quote: str
    language: str
    role: Role
    speaker: str | None = None
    page: int | None = None
    status: QuoteStatus = QuoteStatus.EXACT
    twin: Twin | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer; `span` is its place in the answer's text."""

    text: str
    span: Span
    verdict: ClaimVerdict
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Independent sources that oppose: what about, and citation numbers on each side.

    `wordings` has for each side what stands in it in the other's place; empty where none is known.
    """

    about: str
    sides: tuple[tuple[int, ...], ...]
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer was looked for in. `undated` counts documents a date filter left out."""

    documents: int
    passages: int
    languages: tuple[str, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes of everything an answer depends on besides the question."""

    settings: str
    prompts: str
    index: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader sees for one question, with everything needed to check it.

    `understood` is the stand-alone question that was searched, where it differs from `question`;
    `notice` says in words why the answer is not what was asked for (a provider that was down);
    `dropped_keys` counts what a model cited that it was not given.
    """

    question: str
    verdict: AnswerVerdict
    text: str
    language: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    direct_answer: str | None = None
    disagreements: tuple[Disagreement, ...] = ()
    independent_sources: int = 0
    retrieved: tuple[Hit, ...] = ()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    searched: Searched = Searched(0, 0, ())
    model: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    fingerprint: Fingerprint = Fingerprint("", "", "")
    understood: str | None = None
    notice: str | None = None
    dropped_keys: int = 0

    @property
    def cited_documents(self) -> int:
        """How many documents are cited, independent of one another or not."""
        return len({citation.document_id for citation in self.citations})

    def doubt(self, claim: Claim) -> ClaimVerdict | None:
        """The verdict to tell beside one of its claims; None where there is nothing to warn of.

        In an answer that cites nothing at all, such as a greeting, neither need a claim.
        """
        if claim.verdict is ClaimVerdict.UNCITED and not self.citations:
            return None
        return None if claim.verdict is ClaimVerdict.SUPPORTED else claim.verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a draft and its source disagree: `kind` is "number", "date", "name", "negation", ...

    `draft` is the draft's wording, `source` what stands in its place, None where nothing does.
    """

    kind: str
    draft: str
    source: str | None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a draft; `span` is its place in the draft.

    `citations` are the words that support or contradict it, none where it is absent;
    `differences` say what contradicts. `states` is False for a question, a heading or a greeting:
    nothing in it can be looked up, and its verdict is absent.
    """

    text: str
    span: Span
    verdict: DraftVerdict
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    states: bool = True


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A reader's text, sentence by sentence; one citation keeps its number throughout."""

    text: str
    sentences: tuple[CheckedSentence, ...]
    searched: Searched = Searched(0, 0, ())
    timings_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    fingerprint: Fingerprint = Fingerprint("", "", "")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an answer as it streams: more text, then the citation numbers that follow it."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and answer of a conversation, as later turns may lean on it."""

    question: str
    answer: str = ""
    understood: str | None = None


class IngestOutcome(StrEnum):
    """What became of one input while ingesting."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """One step of an ingest: what happened to `source`, and how far the whole has come.

    `done` and `total` count inputs; `rate` is passages a second so far.
    """

    source: str
    outcome: IngestOutcome
    reason: str | None = None
    document_id: str | None = None
    passages: int = 0
    done: int = 0
    total: int = 0
    rate: float = 0.0
    remaining_s: float | None = None
