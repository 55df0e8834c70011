"""Shows where independent sources disagree; Footnote does not choose between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

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


def disagreements(
    cited: Mapping[tuple[int, ...], Evidence], copied: Copied
) -> tuple[Disagreement, ...]:
    """Every pair of sentences from independent sources that contradict each other.

    Parameters: `cited` by the numbers of the citations where a sentence stands.
    """
    found: list[Disagreement] = []
    sources = Independence.among((each.passage.document_id for each in cited.values()), copied)
    for (numbers, one), (others, other) in combinations(cited.items(), 2):
        if not sources.apart(one.passage.document_id, other.passage.document_id):
            continue
        if mismatch := _opposed(one, other):
            wordings = mismatch.claim, mismatch.evidence or ""
            about = f"{mismatch.kind}: {' / '.join(wordings)}"
            found.append(Disagreement(about, (numbers, others), wordings))
    return tuple(found)


def _opposed(one: Evidence, other: Evidence) -> Mismatch | None:
    """By what both answer, where both do, else by yes and no."""
    quotes = unbroken(one.quote), unbroken(other.quote)
    answers = _answer(one), _answer(other)
    by_answers = oppose_answers(*quotes, *answers) if all(answers) else None
    return by_answers or oppose_in_polarity(*quotes)


def _answer(evidence: Evidence) -> str:
    """The words in which an answer is read; empty where none is."""
    return unbroken(evidence.passage.words(evidence.read)) if evidence.read else ""
