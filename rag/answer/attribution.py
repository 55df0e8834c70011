"""Whose words evidence is, on one line: "X, quoted by Y, 2021-01-26", "a commenter under ..."."""

from __future__ import annotations

from collections.abc import Iterator

from rag.records import Citation, Evidence, Role
from rag.text.speech import attributed


def attribution(citation: Citation) -> str:
    """Who says the cited words, where and when, as far as is known; empty where nothing is.

    A commenter is never named as the article's author, and words that stand where article and
    comments cannot be told apart are nobody's.
    """
    return ", ".join(part for part in _parts(citation) if part)


def _parts(citation: Citation) -> Iterator[str | None]:
    about, speaker = citation.provenance, citation.speaker
    title = about.title or citation.source
    if citation.role is Role.COMMENT:
        who = f"{speaker}, a commenter" if speaker else "a commenter"
        yield f"{who} under “{title}”"
    elif citation.role is Role.UNKNOWN:
        yield speaker
        yield f"article or comment, not certain, in “{title}”"
    elif speaker and speaker not in about.authors:
        outlet = about.publisher or ", ".join(about.authors) or title
        yield f"{speaker}, quoted by {outlet}"
        yield about.published
        yield about.title if outlet != title else None
        return
    else:
        yield about.title
        yield speaker
    yield about.publisher
    yield about.published


def speaker_named(evidence: Evidence) -> str | None:
    """The speaker a sentence names, word for word as it stands there."""
    words = evidence.quote.replace("\n", " ")
    found = attributed(words, evidence.passage.language)
    return found.name_span.of(evidence.quote) if found else None
