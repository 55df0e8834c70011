"""Shows where independent sources disagree; Footnote does not choose between them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import guard
from rag.records import Citation, Disagreement, Evidence
from rag.text.normalise import unbroken

_LOOKED_AT = 8
"""How many of the best sentences are held against the first."""


def opposing(ranked: Sequence[Evidence]) -> Evidence | None:
    """The best sentence of another document that contradicts the first, if there is one.

    Parameters: `ranked` best first. A disagreement is about a number, a date or yes and no.
    """
    if not ranked:
        return None
    best = ranked[0]
    for other in ranked[1:_LOOKED_AT]:
        elsewhere = other.passage.document_id != best.passage.document_id
        if elsewhere and guard.oppose(unbroken(best.quote), unbroken(other.quote)):
            return other
    return None


def disagreements(citations: Sequence[Citation]) -> tuple[Disagreement, ...]:
    """Every pair of citations from different documents that contradict each other."""
    found: list[Disagreement] = []
    for place, one in enumerate(citations):
        for other in citations[place + 1 :]:
            if one.document_id == other.document_id:
                continue
            mismatch = guard.oppose(unbroken(one.quote), unbroken(other.quote))
            if mismatch:
                about = f"{mismatch.kind}: {mismatch.claim} / {mismatch.evidence}"
                found.append(Disagreement(about, ((one.number,), (other.number,))))
    return tuple(found)
