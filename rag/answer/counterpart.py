"""Which sentence of a twin answers to a sentence: translations keep their sentences in place."""

from __future__ import annotations

from rag.records import Evidence


def same_place(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences stand at the same place of their passages: they overlap by half."""
    (start, end), (other_start, other_end) = _place(one), _place(other)
    shared = min(end, other_end) - max(start, other_start)
    return 2 * shared >= min(end - start, other_end - other_start)


def _place(evidence: Evidence) -> tuple[float, float]:
    """Where a sentence begins and ends in its passage, as shares of it."""
    within = evidence.span.shifted(-evidence.passage.span.start)
    length = len(evidence.passage.span) or 1
    return within.start / length, within.end / length
