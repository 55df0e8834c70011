"""A few characters changed in a Chinese sentence that repeats its evidence almost to the letter.

Chinese sets no spaces, so where a word begins is a guess; characters are compared instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from rag.answer.alignment import Alignment, Word
from rag.answer.mismatch import Mismatch, Side
from rag.answer.replaced import UNLIKE
from rag.text.facts.counting import HAN_NUMERALS
from rag.text.scripts import HAN

_BEFORE, _BEHIND = 2, 2
_LONGEST = 4
_COPY = 0.75
_WORD = re.compile(f"[{HAN}]+")
_FILLERS = re.compile(f"[\\d{HAN_NUMERALS}的了着过是在也就都还又才与和及]")


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """Characters with different ones in their place, as many, in the midst of a copy."""
    if not said.scan.han or said.scan.language != "zh" or shown.scan.language != "zh":
        return
    claim, evidence = said.scan.plain.rstrip("。.!！?？"), shown.scan.plain
    blocks = SequenceMatcher(None, claim, evidence, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < _COPY * len(claim):
        return
    for one, two in pairwise(blocks):
        here, there = slice(one.a + one.size, two.a), slice(one.b + one.size, two.b)
        edge = two.size >= _BEHIND or here.stop == len(claim)
        if (one.size < _BEFORE and here.start > 0) or not edge:
            continue
        if _differ(claim[here], evidence[there]) and _unlike(alignment, here, there):
            yield Mismatch("word", said.scan.text[here], shown.scan.text[there])


def _differ(one: str, other: str) -> bool:
    """Whether two stretches are words of one length that say different things."""
    if not 1 <= len(one) == len(other) <= _LONGEST:
        return False
    return all(_WORD.fullmatch(word) and not _FILLERS.search(word) for word in (one, other))


def _unlike(alignment: Alignment, here: slice, there: slice) -> bool:
    """Whether no word of one stretch is read as one of the other."""
    one = [i for i, word in enumerate(alignment.said) if _overlaps(word, here)]
    two = [i for i, word in enumerate(alignment.shown) if _overlaps(word, there)]
    return not one or not two or float(alignment.likeness[np.ix_(one, two)].max()) < UNLIKE


def _overlaps(word: Word, stretch: slice) -> bool:
    return bool(word.span.start < stretch.stop and stretch.start < word.span.end)
