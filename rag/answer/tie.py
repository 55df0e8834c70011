"""Ties a model's sentence to the smallest stretch of its cited passages that supports it.

A sentence agrees with a stretch when the guard finds no mismatch between them and their words or
vectors are close; among those the closest is taken. Nothing is tied on a number, date, name or
negation that differs: such a sentence stays in the answer, marked as unsupported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.answer import guard
from rag.ports import Vectors
from rag.records import Evidence, Passage, Role
from rag.text import sentences
from rag.text.normalise import unbroken

Embed = Callable[[Sequence[str]], Vectors]
_LEAST_CLOSE = 0.80
_QUOTABLE = frozenset(Role) - {Role.BOILERPLATE}


@dataclass(frozen=True, slots=True)
class Tie:
    """The evidence nearest to a claim and whether it supports the claim."""

    evidence: Evidence
    supported: bool


def tie(claim: str, passages: Sequence[Passage], embed: Embed) -> Tie | None:
    """The best support for `claim` among the cited passages; None when there are none.

    Parameters: `embed` gives (n, d) float32 unit rows, comparable between claim and sentence.
    """
    stretches = [stretch for passage in passages for stretch in _stretches(passage)]
    if not stretches:
        return None
    vectors = embed([unbroken(claim), *(unbroken(stretch.quote) for stretch in stretches)])
    cosines = vectors[1:] @ vectors[0]
    order = sorted(range(len(stretches)), key=lambda index: -float(cosines[index]))
    for index in order:
        agrees = not guard.check(claim, stretches[index].quote)
        if agrees and cosines[index] >= _LEAST_CLOSE:
            return Tie(stretches[index], supported=True)
    return Tie(stretches[order[0]], supported=False)


def _stretches(passage: Passage) -> list[Evidence]:
    """Single sentences and neighbouring pairs of a passage."""
    if passage.role not in _QUOTABLE:
        return []
    spans = [
        span.shifted(passage.span.start) for span in sentences.split(passage.text, passage.language)
    ]
    pairs = [type(a)(a.start, b.end) for a, b in pairwise(spans)]
    return [Evidence(passage, span, 0.0) for span in (*spans, *pairs)]
