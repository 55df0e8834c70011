"""Namesakes that a numeral tells apart: Apollo 11 and Apollo 12, World War I and World War II."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from rag.records import Span

_NUMBERED = regex.compile(
    r"(?<!\p{L})(\p{Lu}\p{L}+)"
    r"(?:[ -]?(\p{Nd}{1,3})(?![\p{L}\p{Nd}.,:%]*[\p{Nd}%])|[ -]([IVX]+)(?!\p{L}))"
)
"""A capitalised word, then up to three digits or a Roman numeral; a year has four."""


def are_namesakes(one: str, other: str, apart: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether two texts give different numerals to one name, so that they tell of two things.

    Parameters: `apart` and `others` are stretches of the two in which a numeral is none of a name:
    dates, and what the texts are compared by.
    """
    first, second = dict(_named(one, apart)), dict(_named(other, others))
    return any(first[name] != second[name] for name in first.keys() & second.keys())


def _named(text: str, apart: Sequence[Span]) -> Iterator[tuple[str, str]]:
    for match in _NUMBERED.finditer(text):
        numeral = Span(*match.span(2 if match[2] else 3))
        if not any(numeral.overlaps(each) for each in apart):
            yield match[1].casefold(), numeral.of(text)
