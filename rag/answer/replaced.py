"""One word changed in a sentence that repeats its evidence almost to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from rag.answer.alignment import Alignment, Word
from rag.answer.mismatch import Mismatch, Side
from rag.text.facts import opposites
from rag.text.scripts import script_of

_COPIED = 0.5
_WRITTEN = 0.15
UNLIKE = 0.3
"""Synonyms read in one place are mostly more alike than this, other words less."""
_FORM = 0.6
_COPY = 0.8
_FEWEST = 3
_NOWHERE = -1


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Words with a different one in their place, between neighbours that are the same."""
    if said.scan.language != shown.scan.language:
        return
    claim, evidence = _content(alignment.said), _content(alignment.shown)
    places = {word: place for place, word in enumerate(evidence)}
    partners = [places.get(_sure(alignment, index)) for index in claim]
    if not _copied(partners):
        return
    for at, index in enumerate(claim):
        place = None if partners[at] is not None else _between(partners, at, len(evidence))
        if place is None:
            continue
        word, other = alignment.said[index], alignment.shown[evidence[place]]
        opposite = opposites.are_pair(word.key, other.key)
        unlike = alignment.likeness[:, evidence[place]].max() < UNLIKE
        if (opposite or unlike) and _differ(word, other) and not _dated(shown, other):
            yield Mismatch("word", said.words(word.span), shown.words(other.span))


def _dated(side: Side, word: Word) -> bool:
    """Whether a word is part of a date: those are compared as such."""
    return any(date.span.overlaps(word.span) for date in side.facts.dates)


def _content(words: tuple[Word, ...]) -> list[int]:
    return [index for index, word in enumerate(words) if word.tells]


def _copied(partners: list[int | None]) -> bool:
    """Whether nearly all words of the claim, one aside, stand in the evidence as they are."""
    others, alike = len(partners) - 1, sum(partner is not None for partner in partners)
    return others >= _FEWEST and alike >= _COPY * others


def _differ(word: Word, other: Word) -> bool:
    """Whether these are two words, not two forms of one; in Chinese they are of one length."""
    if SequenceMatcher(None, word.key, other.key).ratio() > _FORM:
        return False
    return script_of(word.key[0]) != "han" or len(word.key) == len(other.key)


def _sure(alignment: Alignment, index: int) -> int:
    """The same word on the other side: read alike, or a partner that is written alike."""
    partner = alignment.partner(index)
    if partner is None:
        return _NOWHERE
    same = alignment.said[index].key == alignment.shown[partner].key
    return (
        partner
        if alignment.likeness[index, partner] >= (_WRITTEN if same else _COPIED)
        else _NOWHERE
    )


def _between(partners: list[int | None], index: int, length: int) -> int | None:
    """The one word between the partners of both neighbours; ends of texts are neighbours too."""
    before = -1 if index == 0 else partners[index - 1]
    after = length if index + 1 == len(partners) else partners[index + 1]
    if before is None or after is None or after - before != 2:
        return None
    return before + 1
