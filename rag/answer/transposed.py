"""Two parts of a sentence that change places around what stays: who did it to whom, in a copy.

Moving a part to the front turns the order round too, but leaves nothing in its middle. So only
the form A m B against B m A counts, in one language, where nearly every word has its partner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.answer.alignment import Alignment
from rag.answer.mismatch import Mismatch, Side
from rag.answer.parties import seen_from_other_side
from rag.records import Span

_SURE = 0.4
_COPY = 0.8
_FEWEST = 4


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """The stretch of the claim in which two parts stand in each other's place."""
    if said.scan.language != shown.scan.language or seen_from_other_side(said, shown):
        return
    content = [i for i, word in enumerate(alignment.said) if word.tells]
    pairs = [(i, partner) for i in content if (partner := alignment.partner(i, _SURE)) is not None]
    if len(pairs) < _FEWEST or len(pairs) < _COPY * len(content):
        return
    found = swapped([partner for _, partner in pairs])
    if found is not None:
        first, last = pairs[found.start], pairs[found.stop - 1]
        there = sorted((first[1], last[1]))
        yield Mismatch(
            "roles",
            said.words(_stretch(alignment.said[first[0]].span, alignment.said[last[0]].span)),
            shown.words(_stretch(alignment.shown[there[0]].span, alignment.shown[there[1]].span)),
        )


def swapped(places: Sequence[int]) -> range | None:
    """The part of a row of distinct numbers that reads B m A once sorted it would read A m B."""
    ranks = [sorted(places).index(place) for place in places]
    start, stop = 0, len(ranks)
    while start < stop and ranks[start] == start:
        start += 1
    while stop > start and ranks[stop - 1] == stop - 1:
        stop -= 1
    core = [rank - start for rank in ranks[start:stop]]
    if len(core) < 3:
        return None
    late, early = len(core) - core[0], core[-1] + 1
    middle = range(early, len(core) - late)
    turned = [*range(core[0], len(core)), *middle, *range(early)]
    return range(start, stop) if len(middle) and core == turned else None


def _stretch(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))
