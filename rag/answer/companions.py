"""Who did it to whom, by the company words keep: what one text says nearest to one name, the other
says nearest to another.

No order of words is relied on, so it holds between languages whose verbs stand elsewhere, and for
two clauses that change their subjects. Single words stray; it takes some that moved each way and
few that stayed, or several that moved one way and none that stayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.alignment import Alignment
from rag.answer.mismatch import Mismatch, Side
from rag.answer.parties import Party, named, seen_from_other_side
from rag.records import Span
from rag.text.facts import negation

_SURE = 0.25
_LEAST = 0.15
"""The least weight of words that moved; two beside their names in both texts weigh about 1."""
_TIMES = 2
"""How many times as much as what stayed has to have moved."""
_FEWEST_ONE_WAY = 3
_HAN_CHARS_A_WORD = 2


@dataclass(frozen=True, slots=True)
class _Moved:
    """A word of the claim whose name is `said`, and in the evidence `shown`."""

    said: Party
    shown: Party
    weight: float

    @property
    def ways(self) -> tuple[frozenset[str], frozenset[str]]:
        return self.said.keys, self.shown.keys

    @property
    def stayed(self) -> bool:
        return self.said.keys == self.shown.keys


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Two names that have exchanged the words they stand with."""
    if seen_from_other_side(said, shown):
        return
    words = list(_words(said, shown, alignment))
    stayed = sum(word.weight for word in words if word.stayed)
    ways = {word.ways for word in words if not word.stayed}
    for one, two in sorted(ways, key=lambda way: sorted(map(sorted, way))):
        exchanged = [word for word in words if word.ways in ((one, two), (two, one))]
        several = not stayed and len(exchanged) >= _FEWEST_ONE_WAY
        weight = sum(word.weight for word in exchanged)
        if ((two, one) in ways or several) and weight >= max(_LEAST, _TIMES * stayed):
            first = exchanged[0]
            yield Mismatch("roles", said.words(first.said.span), shown.words(first.shown.span))
            return


def _words(said: Side, shown: Side, alignment: Alignment) -> Iterator[_Moved]:
    """Words of content with partners, each with the names it stands with; names both texts have."""
    stated, told = named(said), named(shown)
    shared = {one.keys for one in stated} & {one.keys for one in told}
    here, there = _of(stated, shared), _of(told, shared)
    for index, word in enumerate(alignment.said):
        partner = alignment.partner(index, _SURE) if word.tells else None
        if partner is None:
            continue
        found = alignment.shown[partner].span
        if _inside(stated, word.span) or _inside(told, found):
            continue
        one, other = _nearest(said, here, word.span), _nearest(shown, there, found)
        if one and other:
            closeness = (1 + _gap(said, one, word.span)) * (1 + _gap(shown, other, found))
            yield _Moved(one, other, float(alignment.likeness[index, partner]) / closeness)


def _of(parties: Sequence[Party], shared: set[frozenset[str]]) -> list[Party]:
    return [party for party in parties if party.keys in shared]


def _inside(parties: Sequence[Party], word: Span) -> bool:
    return any(party.span.overlaps(word) for party in parties)


def _nearest(side: Side, parties: Sequence[Party], word: Span) -> Party | None:
    """The name that stands nearest in the word's own clause."""
    clause = negation.clause(side.scan, word)
    inside = [party for party in parties if clause.contains(party.span)]
    return min(inside, key=lambda party: _gap(side, party, word), default=None)


def _gap(side: Side, party: Party, word: Span) -> float:
    """How many words stand between; in Chinese, by their usual length."""
    start, end = sorted((party.span, word), key=lambda span: span.start)
    between = side.scan.text[start.end : end.start]
    return len(between) / _HAN_CHARS_A_WORD if side.scan.han else len(between.split())
