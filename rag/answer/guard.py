"""The guard: numbers, dates, names and negation of a claim must agree with its evidence.

It works across scripts, digit systems and calendars, and refuses to guess: what form cannot
compare is left alone, unless it is told which word stands for which. An empty result means that
nothing speaks against the claim, not that the evidence entails it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rag.answer import (
    companions,
    denial,
    guard_names,
    guard_numbers,
    guard_speaker,
    opposed_words,
    renamed,
    replaced,
    replaced_chars,
    roles,
    transposed,
)
from rag.answer.alignment import Alignment
from rag.answer.mismatch import Mismatch, Side, side
from rag.text.facts import DateFact, polarity, sounds
from rag.text.facts.scan import Scan

Aligned = Callable[[Scan, Scan], Alignment]

# Shorter runs of characters that spell sounds are as often common words.
_SPELT_CHARS = 3

_BY_WORDS = (
    denial.check,
    opposed_words.check,
    replaced.check,
    replaced_chars.check,
    renamed.check,
    roles.check,
    companions.check,
    transposed.check,
)

__all__ = ["Mismatch", "check"]


def check(
    claim: str,
    evidence: str,
    claim_language: str | None = None,
    evidence_language: str | None = None,
    aligned: Aligned | None = None,
) -> tuple[Mismatch, ...]:
    """What in `claim` does not agree with `evidence`; empty where all of it does.

    Every number, date and name of the claim must be in the evidence, in any script; a date may be
    less precise than the evidence's, not more. A clause both texts have must be negated in both
    or in neither, and whoever a claim gives its words to must be named.

    `aligned` tells which word of one text stands for which of the other. With it, negation is
    compared between languages too, and words turned into their opposites, single words replaced
    in a copy and names that change places are found.
    """
    said, shown = side(claim, claim_language), side(evidence, evidence_language)
    return (
        *guard_numbers.check(said, shown),
        *_dates(said, shown),
        *_names(said, shown),
        *guard_speaker.check(said, shown),
        *_negation(said, shown, judged_by_words=aligned is not None),
        *(_by_words(said, shown, aligned(said.scan, shown.scan)) if aligned else ()),
    )


def _by_words(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """What only shows once it is known which word stands for which."""
    for check in _BY_WORDS:
        yield from check(said, shown, alignment)


def _dates(said: Side, shown: Side) -> Iterator[Mismatch]:
    for date in said.facts.dates:
        if not _is_dated(date, shown):
            rivals = [other for other in shown.facts.dates if date.opposes(other)]
            evidence = shown.words(rivals[0].span) if len(rivals) == 1 else None
            yield Mismatch("date", said.words(date.span), evidence)


def _is_dated(date: DateFact, shown: Side) -> bool:
    dates = shown.facts.dates
    if any(date.covers(other) for other in dates):
        return True
    if date.year is None:
        return False
    # A day and its year may stand apart in the evidence: "On 26 January ... of 2021".
    year = any(other.year == date.year for other in dates)
    day = any(
        other.year is None and (other.month, other.day) == (date.month, date.day) for other in dates
    )
    if date.month is not None:
        return year and day
    return any(piece.key == str(date.year) for piece in shown.scan.pieces)


def _names(said: Side, shown: Side) -> Iterator[Mismatch]:
    seen = guard_names.Seen(shown.scan, shown.facts.names)
    for name in said.facts.names:
        if seen.lacks(name):
            yield Mismatch("name", name.text, seen.rival(name))
    for span in sounds.spelt(said.scan, _SPELT_CHARS):
        known = any(name.span.overlaps(span) for name in said.facts.names)
        if not known and seen.lacks_spelt(span.of(said.scan.plain)):
            yield Mismatch("name", said.words(span), None)


def _negation(said: Side, shown: Side, judged_by_words: bool) -> Iterator[Mismatch]:
    if said.scan.language == shown.scan.language:
        opposed = polarity.opposed(said.scan, shown.scan)
        if opposed:
            yield Mismatch("negation", said.words(opposed.one), shown.words(opposed.other))
    elif not judged_by_words and polarity.differ_plainly(said.scan, shown.scan):
        yield Mismatch("negation", said.scan.text, shown.scan.text)
