"""Citation measures: whether the cited words are the gold ones, and whether they are words at all.

A citation hits when it overlaps any gold span of the question; an answer without citations hits
nothing and scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.evals.matching import Place, iou, overlap, regions, share_touched, touches
from rag.evals.placing import TextOf
from rag.evals.predictions import Cited
from rag.evals.questions import GoldSpan


def gold_places(evidence: Sequence[GoldSpan]) -> tuple[Place, ...]:
    """Where the gold stands; evidence that was never placed is passed over."""
    return tuple(
        Place(gold.source, gold.span) for gold in evidence if gold.source and gold.span is not None
    )


def first_citation_hit(cited: Sequence[Cited], gold: Sequence[Place]) -> float:
    """1 when the first citation listed, the best evidence, overlaps the gold."""
    return citation_hit(cited[:1], gold)


def citation_hit(cited: Sequence[Cited], gold: Sequence[Place]) -> float:
    """1 when any citation overlaps the gold."""
    return float(any(touches(each.place, gold) for each in cited))


def citation_precision(cited: Sequence[Cited], gold: Sequence[Place]) -> float:
    """Share of the citations that overlap the gold (ALCE's idea, Gao et al. 2023, by spans)."""
    return sum(touches(each.place, gold) for each in cited) / len(cited) if cited else 0.0


def citation_recall(cited: Sequence[Cited], gold: Sequence[Place]) -> float:
    """Share of the gold regions that any citation overlaps; overlapping gold is one region."""
    return share_touched(regions(gold), [each.place for each in cited])


def span_iou(cited: Sequence[Cited], gold: Sequence[Place]) -> float:
    """Best intersection over union, in characters, of a citation and a gold span."""
    return max((iou(each.place, place) for each in cited for place in gold), default=0.0)


def quote_exactness(cited: Sequence[Cited], text_of: TextOf) -> float | None:
    """Share of the citations whose quote is exactly `text[start:end]`; None without citations."""
    if not cited:
        return None
    return sum(_stands(each, text_of(each.place.source)) for each in cited) / len(cited)


def sides_of(evidence: Sequence[GoldSpan]) -> tuple[tuple[Place, ...], ...]:
    """The gold of each side of a disagreement: as the question file marks it, else by document."""
    sides: dict[str, list[GoldSpan]] = {}
    for gold in evidence:
        sides.setdefault(gold.side or gold.source or "", []).append(gold)
    return tuple(gold_places(side) for side in sides.values())


def both_sides_shown(cited: Sequence[Cited], sides: Sequence[Sequence[Place]]) -> float:
    """1 when every side of a disagreement has a citation that overlaps it."""
    return float(all(citation_hit(cited, side) for side in sides))


def speaker_accuracy(cited: Sequence[Cited], evidence: Sequence[GoldSpan]) -> float | None:
    """Share of the hits on gold with a known speaker that name this speaker; None without any."""
    pairs = [
        (each.speaker, gold.speaker)
        for gold in evidence
        if gold.speaker
        for each in cited
        for place in gold_places((gold,))
        if overlap(each.place, place)
    ]
    if not pairs:
        return None
    return sum(_named(said) == _named(gold) for said, gold in pairs) / len(pairs)


def _stands(cited: Cited, text: str | None) -> bool:
    return text is not None and cited.place.span.of(text) == cited.quote


def _named(speaker: str | None) -> str:
    return " ".join((speaker or "").casefold().split())
