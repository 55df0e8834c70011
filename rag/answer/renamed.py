"""Somebody else in a person's place, in scripts whose names no capital shows.

A name of the evidence is looked up in the claim: where none of its words is heard there, the word
that stands for it names somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.alignment import Alignment
from rag.answer.guard_names import Seen
from rag.answer.mismatch import Mismatch, Side
from rag.records import Span
from rag.text.facts import places, sounds
from rag.text.facts.names import Form
from rag.text.scripts import dominant_script
from rag.text.tokens import is_common_noun

_STANDS_FOR = 0.12
_SPELT_CHARS = 3


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Words of the claim in whose place its evidence, in another script, has a person's name."""
    if dominant_script(said.scan.text) == dominant_script(shown.scan.text):
        return
    seen = Seen(said.scan, said.facts.names)
    for name in _persons(shown):
        words = re.split(r"[\s·•-]+", name.of(shown.scan.plain))
        if any(not seen.lacks_sound(word) for word in words if len(word) > 1):
            continue
        stand_in = _stand_in(alignment.turned(), name)
        if stand_in is not None and not _is_known(said, stand_in):
            yield Mismatch("name", said.words(stand_in), shown.words(name))


def _persons(side: Side) -> Iterator[Span]:
    """Names of persons by their form: two uncommon words or more, Chinese that spells sounds."""
    for name in side.facts.names:
        words = re.split(r"[\s-]+", name.text)
        spelt = name.form is Form.CAPITALS and len(words) > 1
        if spelt and not any(is_common_noun(word) for word in words):
            yield name.span
    for span in sounds.spelt(side.scan, _SPELT_CHARS):
        if not any(name.span.overlaps(span) for name in side.facts.names):
            yield span


def _stand_in(alignment: Alignment, name: Span) -> Span | None:
    """The claim's word that stands for a name of the evidence."""
    for index, word in enumerate(alignment.said):
        partner = alignment.partner(index, _STANDS_FOR) if word.span.overlaps(name) else None
        if partner is not None and alignment.shown[partner].tells:
            return alignment.shown[partner].span
    return None


def _is_known(said: Side, word: Span) -> bool:
    """Whether the word is a place: those are compared as such."""
    return any(place.span.overlaps(word) for place in places.find(said.scan))
