"""Shows where independent sources disagree; Footnote does not choose between them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.independence import Copied, Independence
from rag.answer.mismatch import Mismatch
from rag.answer.opposition import oppose_answers, oppose_in_polarity
from rag.records import Disagreement, Evidence
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
        if elsewhere and _opposed(best, other):
            return other
    return None


def disagreements(chosen: Sequence[Evidence], copied: Copied) -> tuple[Disagreement, ...]:
    """Every pair of sentences from independent sources that contradict each other.

    Parameters: `chosen` as they are cited, numbered from 1.
    """
    found: list[Disagreement] = []
    sources = Independence.among((each.passage.document_id for each in chosen), copied)
    for number, one in enumerate(chosen, 1):
        for beside, other in enumerate(chosen[number:], number + 1):
            if not sources.apart(one.passage.document_id, other.passage.document_id):
                continue
            if mismatch := _opposed(one, other):
                about = f"{mismatch.kind}: {mismatch.claim} / {mismatch.evidence}"
                found.append(Disagreement(about, ((number,), (beside,))))
    return tuple(found)


def _opposed(one: Evidence, other: Evidence) -> Mismatch | None:
    """By what both answer, where both do, else by yes and no."""
    quotes = unbroken(one.quote), unbroken(other.quote)
    if one.read and other.read:
        answers = (unbroken(each.passage.words(each.read)) for each in (one, other) if each.read)
        if found := oppose_answers(*quotes, *answers):
            return found
    return oppose_in_polarity(*quotes)
