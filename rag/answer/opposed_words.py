"""A word of the claim that its evidence has the opposite of: a closed door for an open one."""

from __future__ import annotations

from collections.abc import Iterator

from rag.answer.alignment import Alignment
from rag.answer.mismatch import Mismatch, Side
from rag.text.facts import negation, opposites
from rag.text.facts.opposites import Pole

_NEAR = 3


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Words whose opposite stands in the same place, and such words negated on one side only."""
    stated, told = opposites.find(said.scan), opposites.find(shown.scan)
    for pole in stated:
        near = [other for other in told if _same_place(pole, other, alignment)]
        alike = [other for other in told if _agree(pole, other)]
        if alike:
            if alike[0] in near and _negated_once(said, pole, shown, alike[0]):
                yield Mismatch("negation", said.words(pole.span), shown.words(alike[0].span))
            continue
        if _contrasts(pole, stated) or len(_members(pole, told)) != 1:
            continue
        rivals = [other for other in near if pole.excludes(other)]
        opposed = (r for r in rivals if _negated(said, pole) == _negated(shown, r))
        if (rival := next(opposed, None)) is not None:
            yield Mismatch("word", said.words(pole.span), shown.words(rival.span))


def _members(pole: Pole, told: tuple[Pole, ...]) -> frozenset[int]:
    """Which opposites of a word the evidence has; of several, none is sure to be meant."""
    return frozenset(other.member for other in told if pole.excludes(other))


def _negated_once(said: Side, pole: Pole, shown: Side, other: Pole) -> bool:
    """Whether one side negates the word and the other has nothing that may stand for it."""
    if _negated(said, pole) == _negated(shown, other):
        return False
    side, word = (shown, other) if _negated(said, pole) else (said, pole)
    return not negation.hinted(side.scan, negation.clause(side.scan, word.span))


def _agree(pole: Pole, other: Pole) -> bool:
    return (pole.group, pole.member) == (other.group, other.member)


def _contrasts(pole: Pole, stated: tuple[Pole, ...]) -> bool:
    """Whether the claim itself has both: "the strong and the weak"."""
    return any(pole.excludes(other) for other in stated)


def _same_place(pole: Pole, rival: Pole, alignment: Alignment) -> bool:
    """Whether the words are partners, or stand beside words that are."""
    one = [i for i, word in enumerate(alignment.said) if word.span.overlaps(pole.span)]
    two = [i for i, word in enumerate(alignment.shown) if word.span.overlaps(rival.span)]
    if not one or not two:
        return False
    beside = range(max(0, one[0] - _NEAR), min(len(alignment.said), one[-1] + _NEAR + 1))
    partners = [partner for i in beside if (partner := alignment.partner(i)) is not None]
    return any(two[0] - _NEAR <= partner <= two[-1] + _NEAR for partner in partners)


def _negated(side: Side, pole: Pole) -> bool:
    """Whether a word is negated by what stands before it in its clause: "not open" is "closed"."""
    clause = negation.clause(side.scan, pole.span)
    return any(
        found.start < pole.span.end and clause.contains(found) for found in negation.find(side.scan)
    )
