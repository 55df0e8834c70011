"""Who did it to whom: names that change places around a word both texts share.

The first name is taken for the one who acts, as in all five languages it mostly is. Where a voice,
a case or an "and" may turn that round, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rag.answer.alignment import Alignment
from rag.answer.mismatch import Mismatch, Side
from rag.answer.parties import Party, may_act, named, seen_from_other_side
from rag.records import Span
from rag.text.facts import negation

_SURE = 0.3
_SWAPPED = 0.25
_NEXT_TO = 0.15
_SOON_CHARS = 20
_NEIGHBOURS = 3
_BEHIND_CHARS = 12
_SET_BEFORE = re.compile("[从向对把给替为]$")
# Where the object stands right behind the verb and nothing marks it.
_BARE_OBJECTS = frozenset({"en", "zh"})


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Names whose order is turned round, with the stretch that shows it on either side."""
    if seen_from_other_side(said, shown):
        return
    stated, told = named(said), named(shown)
    found = (
        *_crossed(said, stated, shown, told, alignment),
        *_exchanged(said, stated, shown, told, alignment),
        *_made_object(said, stated, shown, told, alignment),
    )
    yield from found[:1]


def _crossed(
    said: Side, stated: list[Party], shown: Side, told: list[Party], alignment: Alignment
) -> Iterator[Mismatch]:
    """Two in the other order, a shared word between them."""
    for one, two in _near(stated):
        if one.keys & two.keys:
            continue
        here = _between(one, two)
        order = [
            pair for pair in _near(told) if pair[0].keys & one.keys and pair[1].keys & two.keys
        ]
        if _apart(said, here) or any(
            any(_pivots(said, here, shown, _between(*pair), alignment)) for pair in order
        ):
            continue
        for first, second in _near(told):
            if not (one.keys & second.keys and two.keys & first.keys) or first.keys & second.keys:
                continue
            if not _alike_placed(said, one, shown, first):
                continue
            there = _between(first, second)
            if not _apart(shown, there) and any(_pivots(said, here, shown, there, alignment)):
                yield _mismatch(said, one, two, shown, first, second)


def _apart(side: Side, between: Span) -> bool:
    """Whether a clause ends between two names."""
    return not negation.clause(side.scan, Span(between.start, between.start)).contains(between)


def _near(named: list[Party]) -> Iterator[tuple[Party, Party]]:
    """Those who are named soon after one another."""
    for place, party in enumerate(named):
        yield from ((party, other) for other in named[place + 1 : place + 1 + _NEIGHBOURS])


def _exchanged(
    said: Side, stated: list[Party], shown: Side, told: list[Party], alignment: Alignment
) -> Iterator[Mismatch]:
    """Two who stand in each other's places: one is aligned with the other."""
    for (one, two), (first, second) in product(_near(stated), _near(told)):
        if not (one.keys & second.keys and two.keys & first.keys) or one.keys & two.keys:
            continue
        if _paired(alignment, one, first) or _paired(alignment, two, second):
            yield _mismatch(said, one, two, shown, first, second)


def _made_object(
    said: Side, stated: list[Party], shown: Side, told: list[Party], alignment: Alignment
) -> Iterator[Mismatch]:
    """One who acts in the claim and right behind the same word is acted upon in the evidence."""
    if shown.scan.language not in _BARE_OBJECTS or said.scan.language == "ar":
        return
    for one, first in product(stated, told):
        if one.keys != first.keys or len(one.keys) > 1 or one.adjective:
            continue
        if not may_act(said, one):
            continue
        here = Span(one.span.end, _reach(said, stated, one))
        there = Span(max(0, first.span.start - _BEHIND_CHARS), first.span.start)
        for pivot in _pivots(said, here, shown, there, alignment, _NEXT_TO):
            if _right_before(shown, pivot, first) and not _acts(told, first, pivot):
                yield Mismatch("roles", said.words(one.span), shown.words(first.span))


def _right_before(shown: Side, pivot: Span, party: Party) -> bool:
    """Whether nothing but an article stands between."""
    return shown.scan.lower[pivot.end : party.span.start].strip() in ("", "the", "a", "an")


def _acts(told: Sequence[Party], party: Party, pivot: Span) -> bool:
    """Whether the same is named before the word as well."""
    return any(other.keys & party.keys and other.span.end <= pivot.start for other in told)


def _reach(said: Side, stated: Sequence[Party], party: Party) -> int:
    """How far what a name does may be told: to the end of its clause or the next name."""
    end = negation.clause(said.scan, party.span).end
    starts = (other.span.start for other in stated if other.span.start >= party.span.end)
    return max(party.span.end, min((end, *starts)))


def _paired(alignment: Alignment, one: Party, other: Party) -> bool:
    for index, word in enumerate(alignment.said):
        partner = alignment.partner(index, _SWAPPED) if one.span.overlaps(word.span) else None
        if partner is not None:
            return alignment.shown[partner].span.overlaps(other.span)
    return False


def _between(one: Party, two: Party) -> Span:
    return Span(one.span.end, max(one.span.end, two.span.start))


def _pivots(
    said: Side,
    here: Span,
    shown: Side,
    there: Span,
    alignment: Alignment,
    sure: float = _SURE,
) -> Iterator[Span]:
    """Where words of the evidence stand whose partners have the same place in the claim."""
    for index, word in enumerate(alignment.said):
        # A year is no deed.
        partner = alignment.partner(index, sure) if word.tells and not word.key.isdigit() else None
        if partner is None:
            continue
        found = alignment.shown[partner].span
        between = _in_reach(said, here, word.span) and _in_reach(shown, there, found)
        if between or (_follows(said, here, word.span) and _follows(shown, there, found)):
            yield found


def _in_reach(side: Side, between: Span, word: Span) -> bool:
    """Whether a word stands between, or where its language puts a verb.

    Persian has it at the end of a clause, Chinese behind what 从, 向 or 对 sets before it, Arabic
    before both.
    """
    if between.contains(word):
        return True
    if side.scan.persian or (side.scan.han and _SET_BEFORE.search(between.of(side.scan.plain))):
        clause = negation.clause(side.scan, Span(between.start, between.start))
        return between.start <= word.start and word.end <= max(clause.end, between.end)
    named = side.scan.text[word.end : between.start].split()
    return side.scan.language == "ar" and len(named) == 1 and word.end < between.start


def _follows(side: Side, between: Span, word: Span) -> bool:
    """Whether a word comes soon behind the second name, in the same clause."""
    clause = negation.clause(side.scan, Span(between.end, between.end))
    return clause.contains(word) and between.end < word.start <= between.end + _SOON_CHARS


def _alike_placed(said: Side, one: Party, shown: Side, first: Party) -> bool:
    """Whether both stand first as those who act, or in one language both do not."""
    acting = may_act(said, one), may_act(shown, first)
    return all(acting) or (not any(acting) and said.scan.language == shown.scan.language)


def _mismatch(
    said: Side, one: Party, two: Party, shown: Side, first: Party, second: Party
) -> Mismatch:
    return Mismatch(
        "roles",
        said.words(Span(one.span.start, two.span.end)),
        shown.words(Span(first.span.start, second.span.end)),
    )
