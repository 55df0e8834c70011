"""Where an edited text says nearly what a quote said, and which words of it differ."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from rag.records import Span
from rag.text import sentences
from rag.text.normalise import folded_text
from rag.text.scripts import UNSPACED
from rag.text.words import terms

_WORD = regex.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+|[^\w\s]")
_COMPARED = 5
"""How many of the stretches that share most terms are compared word by word."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A stretch like a quote; `likeness` in [0, 1] is 1 where they are word for word the same."""

    span: Span
    likeness: float


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words of one text and what stands for them in another; one side may be empty."""

    was: str
    now: str


def closest(quote: str, text: str, language: str = "und") -> Alike | None:
    """The stretch of a sentence of `text`, or of two, most like the quote; None without sentences.

    Likeness is the ratio of Ratcliff and Obershelp (Pattern matching: the gestalt approach, 1988)
    over folded words.
    """
    shared = frozenset(terms(quote))
    spans = _stretches(text, language)
    spans.sort(key=lambda span: _held(shared, span.of(text)), reverse=True)
    compared = [_alike(quote, span, text) for span in spans[:_COMPARED]]
    return max(compared, key=lambda alike: alike.likeness, default=None)


def replacements(was: str, now: str) -> Iterator[Replaced]:
    """The words in which two texts differ, in order."""
    ones, others = list(_WORD.finditer(was)), list(_WORD.finditer(now))
    matcher = difflib.SequenceMatcher(
        None, [folded_text(one[0]) for one in ones], [folded_text(one[0]) for one in others], False
    )
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            yield Replaced(
                _between(ones[start:end], was), _between(others[other_start:other_end], now)
            )


def _between(found: list[regex.Match[str]], text: str) -> str:
    return text[found[0].start() : found[-1].end()] if found else ""


def _stretches(text: str, language: str) -> list[Span]:
    single = sentences.split(text, language)
    return [*single, *(Span(one.start, other.end) for one, other in pairwise(single))]


def _held(wanted: frozenset[str], words: str) -> tuple[int, int]:
    """How many of the terms stand in the words, and how little else."""
    return len(wanted & frozenset(terms(words))), -len(words)


def _alike(quote: str, span: Span, text: str) -> Alike:
    """The part of a stretch that answers to the quote, which may be a part of a sentence."""
    wanted, found = _words(quote), list(_WORD.finditer(span.of(text)))
    words = [folded_text(match[0]) for match in found]
    blocks = difflib.SequenceMatcher(None, wanted, words, False).get_matching_blocks()
    first, last = blocks[0], blocks[-2] if len(blocks) > 1 else blocks[0]
    start = max(0, first.b - first.a)
    end = min(len(words), last.b + len(wanted) - last.a)
    if start >= end:
        return Alike(span, 0.0)
    part = Span(found[start].start(), found[end - 1].end()).shifted(span.start)
    return Alike(part, difflib.SequenceMatcher(None, wanted, words[start:end], False).ratio())


def _words(text: str) -> list[str]:
    return [folded_text(match[0]) for match in _WORD.finditer(text)]
