"""Makes citations and claims: the tie from each sentence of an answer to exact words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer.reprints import Printed
from rag.records import (
    Citation,
    Claim,
    ClaimVerdict,
    DocumentEntry,
    Evidence,
    QuoteStatus,
    Role,
    Span,
    Twin,
)
from rag.text.language import detect
from rag.text.normalise import unbroken
from rag.text.speech import attributed

Describe = Callable[[str], DocumentEntry]
FindTwin = Callable[[Evidence], Twin | None]


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer made of quotes: its text, one claim a quote, and their citations."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]


def cite(
    number: int, evidence: Evidence, entry: DocumentEntry, twin: Twin | None = None
) -> Citation:
    """The citation of a piece of evidence; its quote is the canonical text's own slice."""
    passage = evidence.passage
    language = detect(evidence.quote)
    return Citation(
        number=number,
        document_id=passage.document_id,
        source=entry.source,
        provenance=entry.provenance,
        span=evidence.span,
        quote=evidence.quote,
        language=passage.language if language == "und" else language,
        role=passage.role,
        speaker=passage.speaker or _quoted_speaker(evidence),
        page=passage.page,
        status=QuoteStatus.EXACT,
        twin=twin,
    )


def _quoted_speaker(evidence: Evidence) -> str | None:
    """Whose words a sentence reports, where it names them."""
    found = attributed(unbroken(evidence.quote), evidence.passage.language)
    return found.speaker if found else None


def quoted(chosen: Sequence[Printed], describe: Describe, twin_of: FindTwin) -> Quoted:
    """The chosen sentences as an answer, their places numbered by appearance.

    Each claim is its quote with line breaks undone, so it is supported by construction.
    """
    text = ""
    claims: list[Claim] = []
    citations: list[Citation] = []
    last: Evidence | None = None
    for each in chosen:
        text += _joint(text, last, each.sentence)
        words = unbroken(each.sentence.quote)
        place = Span(len(text), len(text) + len(words))
        text += words
        numbers = range(len(citations) + 1, len(citations) + 1 + len(each.places))
        claims.append(Claim(words, place, ClaimVerdict.SUPPORTED, tuple(numbers)))
        for number, evidence in zip(numbers, each.places, strict=True):
            entry = describe(evidence.passage.document_id)
            citations.append(cite(number, evidence, entry, twin_of(evidence)))
        last = each.sentence
    return Quoted(text, tuple(claims), tuple(citations))


def _joint(text: str, last: Evidence | None, evidence: Evidence) -> str:
    """What stands between two quotes: a new line where another document or role begins."""
    if not text or last is None:
        return ""
    apart = last.passage.document_id != evidence.passage.document_id or (
        Role.COMMENT in (last.passage.role, evidence.passage.role)
    )
    if apart:
        return "\n"
    return "" if detect(last.quote) in ("zh", "ja") else " "
