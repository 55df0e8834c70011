"""Chooses which sentences make up an answer written without a model.

The best sentence always stands first. Others join only while they come close to it, say something
new, and fit the bounds; questions for a list or a comparison get more room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.records import Evidence
from rag.text.words import terms

Restates = Callable[[Evidence, Evidence], bool]
"""Whether two sentences say the same in two languages."""

_CONTAINED = 0.8


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be quoted: sentences, characters, and the score lost against the best."""

    sentences: int
    chars: int
    margin: float


def select(
    ranked: Sequence[Evidence], bounds: Bounds, restates: Restates | None = None
) -> list[Evidence]:
    """The sentences to quote: best first, its neighbours from the same document in their order.

    Parameters: `ranked` best first; `restates` tells what is said in another language already.
    A best sentence longer than the bound still stands alone.
    """
    chosen: list[Evidence] = []
    left = bounds.chars
    for evidence in ranked:
        if len(chosen) == bounds.sentences or evidence.score < ranked[0].score - bounds.margin:
            break
        if chosen and (len(evidence.span) > left or _said(evidence, chosen, restates)):
            continue
        chosen.append(evidence)
        left -= len(evidence.span)
    return _in_order(chosen)


def _said(evidence: Evidence, chosen: Sequence[Evidence], restates: Restates | None) -> bool:
    return any(
        (
            (evidence.passage.document_id == other.passage.document_id)
            and evidence.span.overlaps(other.span)
        )
        or _repeats(evidence.quote, other.quote)
        or (restates is not None and restates(evidence, other))
        for other in chosen
    )


def _repeats(first: str, second: str) -> bool:
    """Whether nearly all terms of the shorter quote stand in the other."""
    one, other = set(terms(first)), set(terms(second))
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) / smaller >= _CONTAINED


def _in_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Best first; then document by document in the order met, each in reading order."""
    if not chosen:
        return []
    best, *rest = chosen
    documents = list(dict.fromkeys(evidence.passage.document_id for evidence in chosen))
    return [
        best,
        *sorted(
            rest,
            key=lambda item: (documents.index(item.passage.document_id), item.span.start),
        ),
    ]
