"""The words of an answer without the marks that part them from what stands beside them."""

from __future__ import annotations

from rag.records import Span

_PARTING = " \t\n,;:|،؛、，；："
_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("«", "»"), ("“", "”"), ("「", "」"), ("《", "》"))


def bare(words: str) -> Span:
    """The part of some words that is left without commas and half pairs of marks at their ends.

    "(1332–1406" loses its bracket, "f(x)" keeps both; empty where there is nothing else.
    """
    left = Span(0, len(words))
    while (shorter := _shorter(words, left)) != left:
        left = shorter
    return left


def _shorter(words: str, span: Span) -> Span:
    """Without the mark at either end, where that does not belong to what is said."""
    said = span.of(words)
    start = span.start + (bool(said) and _opens_amiss(said))
    end = span.end - (start < span.end and _closes_amiss(Span(start, span.end).of(words)))
    return Span(start, end)


def _opens_amiss(said: str) -> bool:
    return said[0] in _PARTING or any(said[0] == one and other not in said for one, other in _PAIRS)


def _closes_amiss(said: str) -> bool:
    return said[-1] in _PARTING or any(
        said[-1] == other and one not in said for one, other in _PAIRS
    )
