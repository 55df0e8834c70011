"""Orders hits again by what was read in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.records import Hit


def reordered(hits: Sequence[Hit], read: Mapping[str, float]) -> tuple[Hit, ...]:
    """The same hits with new ranks: those read first, by their best sentence; the rest follow.

    Parameters: `read` holds the score of the best sentence by passage id; it joins the hit's
    scores under the name "read".
    """
    first = sorted(
        (hit for hit in hits if hit.passage.id in read), key=lambda hit: -read[hit.passage.id]
    )
    rest = [hit for hit in hits if hit.passage.id not in read]
    return tuple(
        replace(hit, rank=rank, scores=_with_read(hit, read))
        for rank, hit in enumerate([*first, *rest], 1)
    )


def _with_read(hit: Hit, read: Mapping[str, float]) -> Mapping[str, float]:
    score = read.get(hit.passage.id)
    return hit.scores if score is None else {**hit.scores, "read": score}
