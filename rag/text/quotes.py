"""Where exactly a quote stands in a text, or that it does not: unsure means missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rag.records import QuoteStatus, Span
from rag.text.graphemes import is_border
from rag.text.normalise import Folded, LineHyphens, fold, folded_text
from rag.text.scripts import UNSPACED

# What people and models set around a quote without its being part of the words.
_TRIMMINGS = " \t\n\u00a0\u3000\"'“”„‟‘’‚«»‹›「」『』`…"
_LINE_HYPHEN = re.compile(r"[^\W_][-\u2010\u00ad][^\S\n]*\n")

# Letters that run together with their neighbours, and what glues them: joiners, hyphens.
_WORD = rf"[^\W_{UNSPACED}]"
_INSIDE_WORD = re.compile(rf"{_WORD}[\u200c\u200d\u0640\u00ad'’]*\Z")
_INSIDE_COMPOUND = re.compile(rf"{_WORD}[-\u2010\u2011\u00ad](?:[^\S\n]*\n\s*)?\Z")
_GOES_ON = re.compile(rf"[\u200c\u200d\u0640\u00ad]*{_WORD}|['’](?:{_WORD}{{2}}|t)")
_COMPOUND_GOES_ON = re.compile(rf"[-\u2010\u2011\u00ad](?:[^\S\n]*\n\s*)?{_WORD}")
_NUMBER_BEFORE = re.compile(r"(?:\d[.,٫٬'’]|(?:\A|[\s(])[-−+])\Z")
_NUMBER_GOES_ON = re.compile(r"[.,٫٬'’]\d")
_RANGE = re.compile(r"\d[-\u2010\u2011]\d")

# Directly before a quote, these turn what it says around.
_NEGATION = re.compile(
    r"(?:[不没沒未非无無勿]|ไม่"
    r"|\b(?:not|no|never|cannot|не|ни|нет|لا|لم|لن|ليس|ليست|غير|غیر|نه)\s+)\Z",
    re.IGNORECASE,
)
_LOOK_BACK_CHARS = 12

# So many stretches that are no whole words are looked at in either direction, and no more.
_MOST_OCCURRENCES = 5_000


@dataclass(frozen=True, slots=True)
class Located:
    """A quote's place: `span` is None exactly when `status` is MISSING."""

    span: Span | None
    status: QuoteStatus


MISSING = Located(None, QuoteStatus.MISSING)


def locate(quote: str, text: str, near: Span | None = None) -> Located:
    """Find the words of `quote` in `text`, whole words only, nearest to `near` if given.

    EXACT when they stand there to the character, NORMALISED when they are equal once folded
    (`normalise.fold`), MISSING otherwise: there is no half match, and none of words that
    continue or stand under a negation. White space, quotation marks and ellipses at the
    quote's ends do not count.
    """
    core = _core(quote)
    if not any(char.isalnum() for char in core):
        return MISSING
    for words in dict.fromkeys((quote.strip(), core)):
        exact = _nearest(_exact(words, text, near), near)
        if exact:
            return Located(exact, QuoteStatus.EXACT)
    for reading in _readings(text):
        alike = _nearest(_alike(core, text, near, reading), near)
        if alike:
            return Located(alike, QuoteStatus.NORMALISED)
    return MISSING


def _core(quote: str) -> str:
    """The quote without what surrounds its words; a single full stop is part of them."""
    core = quote.strip(_TRIMMINGS)
    if core.startswith("..") or core.endswith(".."):
        core = core.strip("." + _TRIMMINGS)
    return core


def _exact(words: str, text: str, near: Span | None) -> Iterator[Span | None]:
    """The first whole occurrence from `near` on, and the last before it."""
    for occurrences in _both_ways(words, text, near.start if near else 0):
        yield next((span for span in occurrences if _is_whole(span, text)), None)


def _alike(words: str, text: str, near: Span | None, reading: LineHyphens) -> Iterator[Span | None]:
    """The same for stretches that fold to the same words; each is folded again to be sure."""
    wanted = folded_text(words, reading).strip()
    folded = _fold(text, reading)
    start = int(folded.offsets.searchsorted(near.start)) if near else 0
    for occurrences in _both_ways(wanted, folded.text, start):
        spans = (folded.original_span(found.start, found.end) for found in occurrences)
        yield next(
            (
                span
                for span in spans
                if _is_whole(span, text) and folded_text(span.of(text), reading).strip() == wanted
            ),
            None,
        )


def _nearest(spans: Iterator[Span | None], near: Span | None) -> Span | None:
    """The span that overlaps `near` or else begins closest to it."""
    found = [span for span in spans if span]
    if near is None:
        return found[0] if found else None
    return min(
        found,
        key=lambda span: (not span.overlaps(near), abs(span.start - near.start)),
        default=None,
    )


def _both_ways(words: str, text: str, start: int) -> tuple[Iterator[Span], Iterator[Span]]:
    return (
        islice(_forward(words, text, start), _MOST_OCCURRENCES),
        islice(_backward(words, text, start), _MOST_OCCURRENCES),
    )


def _forward(words: str, text: str, start: int) -> Iterator[Span]:
    at = text.find(words, start) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _backward(words: str, text: str, start: int) -> Iterator[Span]:
    at = text.rfind(words, 0, start + len(words) - 1) if words and start else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.rfind(words, 0, at + len(words) - 1)


def _is_whole(span: Span, text: str) -> bool:
    """Whether the words end where the text's words end, and nothing turns them around."""
    before = text[max(0, span.start - _LOOK_BACK_CHARS) : span.start]
    return (
        not _continues_before(before, text[span.start])
        and not _continues_after(text, span.end)
        and not _NEGATION.search(before)
        and is_border(text, span.start)
        and is_border(text, span.end)
    )


def _continues_before(before: str, first: str) -> bool:
    if first.isdigit() and _NUMBER_BEFORE.search(before):
        return True
    if not re.match(_WORD, first):
        return False
    if _INSIDE_WORD.search(before):
        return not re.search(r"\d\Z", before) or first.isdigit()
    return bool(_INSIDE_COMPOUND.search(before)) and not _RANGE.match(before[-2:] + first)


def _continues_after(text: str, end: int) -> bool:
    last = text[end - 1]
    if last.isdigit() and _NUMBER_GOES_ON.match(text, end):
        return True
    if not re.match(_WORD, last):
        return False
    if _GOES_ON.match(text, end):
        return not (last.isdigit() and not text[end].isdigit())
    return bool(_COMPOUND_GOES_ON.match(text, end)) and not _RANGE.match(text, end - 1)


def _readings(text: str) -> tuple[LineHyphens, ...]:
    """A text without line-end hyphens reads one way only."""
    return ("judged", "kept", "dropped") if _LINE_HYPHEN.search(text) else ("judged",)


@lru_cache(maxsize=8)
def _fold(text: str, reading: LineHyphens) -> Folded:
    return fold(text, reading)
