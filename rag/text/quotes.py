"""Where exactly a quote stands in a text, or that it does not: unsure means missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rag.records import QuoteStatus, Span
from rag.text.hyphens import LineHyphens, has_line_hyphens
from rag.text.normalise import Folded, fold, folded_text
from rag.text.whole_words import is_whole

# What people and models set around a quote without its being part of the words.
_TRIMMINGS = " \t\n\u00a0\u3000\"'“”„‟‘’‚«»‹›「」『』`…"

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
        yield next((span for span in occurrences if is_whole(span, text)), None)


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
                if is_whole(span, text) and folded_text(span.of(text), reading).strip() == wanted
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
        islice(verbatim(words, text, start), _MOST_OCCURRENCES),
        islice(_backward(words, text, start), _MOST_OCCURRENCES),
    )


def verbatim(words: str, text: str, start: int = 0) -> Iterator[Span]:
    """Every place from `start` on where the words stand as they are, overlapping ones too."""
    at = text.find(words, start) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _backward(words: str, text: str, start: int) -> Iterator[Span]:
    at = text.rfind(words, 0, start + len(words) - 1) if words and start else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.rfind(words, 0, at + len(words) - 1)


def _readings(text: str) -> tuple[LineHyphens, ...]:
    """A text without line-end hyphens reads one way only."""
    return ("judged", "kept", "dropped") if has_line_hyphens(text) else ("judged",)


@lru_cache(maxsize=8)
def _fold(text: str, reading: LineHyphens) -> Folded:
    return fold(text, reading)
