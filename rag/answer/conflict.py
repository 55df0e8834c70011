"""Shows where independent sources disagree; Footnote does not choose between them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import guard
from rag.answer.independence import Copied, Independence
from rag.records import Citation, Disagreement, Evidence
from rag.text.normalise import unbroken

_LOOKED_AT = 8
"""How many of the best sentences are held against the first."""


def opposing(ranked: Sequence[Evidence], copied: Copied) -> Evidence | None:
    """The best sentence of an independent source that contradicts the first, if there is one.

    Parameters: `ranked` best first. A disagreement is about a number, a date or yes and no.
    """
    if not ranked:
        return None
    best, *others = ranked[:_LOOKED_AT]
    sources = Independence.among((each.passage.document_id for each in (best, *others)), copied)
    for other in others:
        elsewhere = sources.apart(other.passage.document_id, best.passage.document_id)
        if elsewhere and guard.oppose(unbroken(best.quote), unbroken(other.quote)):
            return other
    return None


def disagreements(citations: Sequence[Citation], copied: Copied) -> tuple[Disagreement, ...]:
    """Every pair of citations from independent sources that contradict each other."""
    found: list[Disagreement] = []
    sources = Independence.among((each.document_id for each in citations), copied)
    for place, one in enumerate(citations):
        for other in citations[place + 1 :]:
            if not sources.apart(one.document_id, other.document_id):
                continue
            mismatch = guard.oppose(unbroken(one.quote), unbroken(other.quote))
            if mismatch:
                about = f"{mismatch.kind}: {mismatch.claim} / {mismatch.evidence}"
                found.append(Disagreement(about, ((one.number,), (other.number,))))
    return tuple(found)
