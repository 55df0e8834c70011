"""What became of a bundle's citations, and its JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from rag.records import Citation, QuoteStatus, Span
from rag.text.differences import Replaced
from rag.wire import Json


class Fate(StrEnum):
    """Of one citation's words, in the library as it is now."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words, or the closest to them, stand now; `status` is how surely."""

    document_id: str
    source: str
    span: Span
    quote: str
    status: QuoteStatus


@dataclass(frozen=True, slots=True)
class Verified:
    """One citation with its fate.

    `found` is None where it is gone; `reworded` tells what differs where it is changed;
    `same_document` is whether the document's text is to the letter what it was.
    """

    citation: Citation
    fate: Fate
    found: Found | None = None
    reworded: tuple[Replaced, ...] = ()
    same_document: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """A bundle's citations with their fates, in their order."""

    question: str
    citations: tuple[Verified, ...]

    @property
    def holds(self) -> bool:
        """Whether every quote's words still stand in the library, wherever that is."""
        return all(each.fate in (Fate.UNCHANGED, Fate.MOVED) for each in self.citations)


def verification_json(verification: Verification) -> Json:
    """The object of `verify --json`."""
    counted = Counter(each.fate for each in verification.citations)
    return {
        "question": verification.question,
        "holds": verification.holds,
        "counts": {fate.value: counted[fate] for fate in Fate},
        "citations": [_verified_json(each) for each in verification.citations],
    }


def _verified_json(verified: Verified) -> Json:
    citation, found = verified.citation, verified.found
    return {
        "number": citation.number,
        "status": verified.fate.value,
        "source": citation.source,
        "document": citation.document_id,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "same_document": verified.same_document,
        "now": found
        and {
            "source": found.source,
            "document": found.document_id,
            "start": found.span.start,
            "end": found.span.end,
            "quote": found.quote,
            "status": found.status.value,
        },
        "differences": [{"was": each.was, "now": each.now} for each in verified.reworded],
    }
