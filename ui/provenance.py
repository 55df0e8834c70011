"""Where words come from, in words: titles, bylines, roles and states as the page says them."""

from __future__ import annotations

from rag.records import (
    AnswerVerdict,
    Citation,
    IngestOutcome,
    Passage,
    Provenance,
    QuoteStatus,
    Role,
)
from ui.languages import language_name
from ui.strings import Words


def title_of(provenance: Provenance, source: str) -> str:
    """The document's title, its file where it has none."""
    return provenance.title or source


def byline(provenance: Provenance, said: Citation | Passage) -> tuple[str, ...]:
    """Who says it, where and when: as many of these as are known."""
    said_by = provenance.who_says(said.role, said.speaker)
    return tuple(part for part in (said_by, provenance.publisher, provenance.published) if part)


def language_names(codes: tuple[str, ...]) -> str:
    """Languages in their own words, those that could not be told left out."""
    return ", ".join(language_name(code) for code in codes if code != "und")


def role_word(role: Role, words: Words) -> str:
    """A role as the interface calls it."""
    return {
        Role.BODY: words.body,
        Role.HEADING: words.heading,
        Role.ABSTRACT: words.abstract,
        Role.QUOTATION: words.quotation,
        Role.COMMENT: words.speech_comment,
        Role.CAPTION: words.caption,
        Role.NOTE: words.footnote,
        Role.REFERENCE: words.reference,
        Role.BOILERPLATE: words.boilerplate,
        Role.UNKNOWN: words.unknown_role,
    }[role]


def status_word(status: QuoteStatus, words: Words) -> str:
    """How surely the cited words stand in the document."""
    return {
        QuoteStatus.EXACT: words.exact,
        QuoteStatus.NORMALISED: words.normalised,
        QuoteStatus.ELSEWHERE: words.elsewhere,
        QuoteStatus.MISSING: words.missing,
    }[status]


def verdict_word(verdict: AnswerVerdict, words: Words) -> str:
    """An answer's verdict as the interface calls it."""
    return {
        AnswerVerdict.ANSWERED: words.answered,
        AnswerVerdict.PARTLY: words.partly,
        AnswerVerdict.NOT_FOUND: words.not_found,
    }[verdict]


def outcome_word(outcome: IngestOutcome, words: Words) -> str:
    """What became of a file."""
    return {
        IngestOutcome.ADDED: words.added,
        IngestOutcome.UPDATED: words.updated,
        IngestOutcome.UNCHANGED: words.unchanged,
        IngestOutcome.REMOVED: words.dropped,
        IngestOutcome.FAILED: words.failed_file,
        IngestOutcome.SKIPPED: words.skipped,
    }[outcome]


def state_word(state: str, words: Words) -> str:
    """A document's state in the library."""
    return {
        "ready": words.ready,
        "indexing": words.indexing,
        "replaced": words.replaced,
        "removed": words.removed,
    }.get(state, state)
