"""Finds running heads and feet: lines at the edges of pages that come again on the next ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rag.ingest.boilerplate import is_furniture
from rag.ingest.pdf.paragraphs import Paragraph

_EDGE_PARAGRAPHS = 2
_LONGEST = 160
_NEAR_PAGES = 2
_SAME_PLACE_POINTS = 15.0
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlcIVXLC]+\b")


class Place(NamedTuple):
    """A paragraph by the number of its page and its own on that page, both from 0."""

    page: int
    number: int


def running(pages: Sequence[Sequence[Paragraph]]) -> set[Place]:
    """Which paragraphs are page furniture.

    From the edges of the pages inwards, a paragraph counts when, its numbers aside, it stands in
    the same place of a page at most two further on (left and right pages have heads of their
    own), or is nothing but a page number.
    """
    found: set[Place] = set()
    for from_edge in range(_EDGE_PARAGRAPHS):
        outermost = [
            place
            for page, paragraphs in enumerate(pages)
            for place in _edges(page, paragraphs, from_edge, found)
        ]
        found |= _repeated(pages, outermost)
    return found


def _edges(
    page: int, paragraphs: Sequence[Paragraph], from_edge: int, found: set[Place]
) -> list[Place]:
    """The paragraphs so far from a page's top and bottom, if all further out are furniture."""
    by_place = sorted(range(len(paragraphs)), key=lambda index: paragraphs[index].top)
    sides = (by_place, by_place[::-1])
    return [
        Place(page, side[from_edge])
        for side in sides
        if from_edge < len(side) and all(Place(page, one) in found for one in side[:from_edge])
    ]


def _repeated(pages: Sequence[Sequence[Paragraph]], places: Sequence[Place]) -> set[Place]:
    alike: dict[str, list[Place]] = defaultdict(list)
    found: set[Place] = set()
    for place in places:
        text = pages[place.page][place.number].text
        if is_furniture(text):
            found.add(place)
        elif len(text) <= _LONGEST:
            alike[_pattern(text)].append(place)
    for same in alike.values():
        for one, other in pairwise(same):
            if _again(pages, one, other):
                found |= {one, other}
    return found


def _pattern(text: str) -> str:
    return " ".join(_ROMAN.sub("#", _DIGITS.sub("#", text)).split())


def _again(pages: Sequence[Sequence[Paragraph]], one: Place, other: Place) -> bool:
    near = 0 < other.page - one.page <= _NEAR_PAGES
    tops = [pages[place.page][place.number].top for place in (one, other)]
    return near and abs(tops[0] - tops[1]) <= _SAME_PLACE_POINTS
