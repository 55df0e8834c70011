"""One look at a text, shared by everything that searches it for facts: folded, cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Protocol, TypeVar

from rag.records import Span
from rag.text.aligned import key, lower, plain
from rag.text.language import detect
from rag.text.scripts import ARABIC, CYRILLIC, HAN


class Placed(Protocol):
    """Anything that stands at a place in a text."""

    @property
    def span(self) -> Span: ...


Found = TypeVar("Found", bound=Placed)


class PieceKind(Enum):
    """What a piece of text is made of."""

    DIGITS = "digits"
    HAN = "han"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Piece:
    """A numeral, a run of Han characters, a word or a single sign; `key` is its folded form."""

    kind: PieceKind
    key: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


_LETTER = rf"[^\W\d_{HAN}]"
# Vowel points, tatweel and joiners stand inside words.
_MARK = "[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d]"
# Russian sets groups of three digits apart with a plain space; elsewhere that joins two numbers.
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?!\d)(?:,\d+)?|"
_PIECE = (
    r"({spaced}\d+(?:[.,']\d+)*)"
    rf"|([{HAN}]+)"
    rf"|({_LETTER}(?:{_LETTER}|{_MARK}|'(?={_LETTER}))*)"
    r"|([^\w\s])"
)
_PIECES = re.compile(_PIECE.format(spaced=""))
_PIECES_SPACED = re.compile(_PIECE.format(spaced=_SPACED))
_KINDS = (PieceKind.DIGITS, PieceKind.HAN, PieceKind.WORD, PieceKind.SIGN)
_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_ARABIC = re.compile(f"[{ARABIC}]")
_DIGIT = re.compile("[0-9]")
_HAN = re.compile(f"[{HAN}]")


class Scan:
    """A text with what its finders share.

    `plain` and `lower` have the length of `text`, so an offset into one is an offset into all.

    Args:
        text: what is searched.
        language: its language code where known; else it is detected.
    """

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self.plain = plain(text)
        self.lower = lower(self.plain)
        self._language = language

    @cached_property
    def language(self) -> str:
        """The language given, or the one detected."""
        return self._language or detect(self.text)

    @cached_property
    def cyrillic(self) -> bool:
        return bool(_CYRILLIC.search(self.plain))

    @cached_property
    def persian(self) -> bool:
        """Whether the text is Persian; asked only of texts in the Arabic script."""
        return bool(_ARABIC.search(self.plain)) and self.language == "fa"

    @cached_property
    def unicameral(self) -> bool:
        """Whether most letters are of scripts without capitals: Han, Arabic and their like."""
        cased = sum(char.isupper() or char.islower() for char in self.plain)
        return 2 * cased < sum(map(str.isalpha, self.plain))

    @cached_property
    def figures(self) -> bool:
        """Whether there is a digit of any script."""
        return bool(_DIGIT.search(self.plain))

    @cached_property
    def han(self) -> bool:
        return bool(_HAN.search(self.plain))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order; white space lies between them."""
        return tuple(self._cut())

    @cached_property
    def words(self) -> tuple[tuple[int, Piece], ...]:
        """Every piece that is a word, behind its index among the pieces."""
        return tuple(
            (index, piece)
            for index, piece in enumerate(self.pieces)
            if piece.kind is PieceKind.WORD
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The folded form of every piece."""
        return tuple(piece.key for piece in self.pieces)

    def _cut(self) -> Iterator[Piece]:
        for match in (_PIECES_SPACED if self.cyrillic else _PIECES).finditer(self.plain):
            kind = _KINDS[(match.lastindex or 1) - 1]
            folded = key(match[0]) if kind is PieceKind.WORD else match[0]
            yield Piece(kind, folded, match.start(), match.end())


def first_come(found: Iterable[Found], taken: Iterable[Span] = ()) -> list[Found]:
    """What was found, in order of place, without what overlaps `taken` or anything found before."""
    closed, kept = list(taken), []
    for fact in found:
        if not any(fact.span.overlaps(span) for span in closed):
            kept.append(fact)
            closed.append(fact.span)
    return sorted(kept, key=lambda fact: fact.span)
