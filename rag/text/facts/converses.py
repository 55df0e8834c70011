"""Verbs for one deed seen from either side: who sells has a buyer, who gives somebody who gets."""

from __future__ import annotations

import re
from functools import cache

from rag.records import Span
from rag.text.aligned import plain
from rag.text.facts.clitics import bases
from rag.text.facts.scan import Scan
from rag.text.lexicon import Stems, entries, table
from rag.text.scripts import HAN

_Sides = tuple[tuple[str, int], ...]
_HAN = re.compile(f"[{HAN}]+")


def find(scan: Scan, word: Span) -> _Sides:
    """The deeds that a word names, each with its side; none for most words."""
    text = word.of(scan.lower)
    if _HAN.fullmatch(text):
        return tuple(side for entry, sides in _han().items() if entry in text for side in sides)
    return next((sides for base in bases(text) if (sides := _words().get(base))), ())


@cache
def _sides() -> dict[str, _Sides]:
    sides: dict[str, _Sides] = {}
    for deed, listing in table("voice")["converse"].items():
        for place, side in enumerate(listing.split("|")):
            for entry in entries(side):
                sides[entry] = (*sides.get(entry, ()), (deed, place))
    return sides


@cache
def _words() -> Stems[_Sides]:
    return Stems((entry, sides) for entry, sides in _sides().items() if not _HAN.fullmatch(entry))


@cache
def _han() -> dict[str, _Sides]:
    return {plain(entry): sides for entry, sides in _sides().items() if _HAN.fullmatch(entry)}
