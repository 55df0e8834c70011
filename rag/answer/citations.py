"""Parses a model's text with its source keys, piece by piece as it streams.

Feeding the text in any number of pieces gives the same as feeding it whole: the parser holds back
only what may still turn out to be a group of keys. A key that was not offered is dropped and
counted; brackets around anything else stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

import regex

KEY = regex.compile(r"[a-z]\d[a-z]\d")
"""The form of a source key: opaque, short, and not a word of any language."""

_GROUP = regex.compile(rf"\s*{KEY.pattern}(?:\s*[,;，、؛]\s*{KEY.pattern})*\s*")
_LONGEST_GROUP = 80
_OPEN, _CLOSE = "[【", "]】"


@dataclass(frozen=True, slots=True)
class Mark:
    """Keys cited after the character at `position` of the answer's text."""

    position: int
    keys: tuple[str, ...]


@dataclass(slots=True)
class CitationParser:
    """Splits a stream into plain text and marks.

    `offered` are the keys the model was given. `text` grows as pieces are fed; `marks` refer to
    positions in it; `dropped` counts keys that were not offered.
    """

    offered: Set[str]
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    dropped: int = 0
    _held: str = ""

    def feed(self, piece: str) -> str:
        """Take the next piece; returns the plain text that became certain with it."""
        before = len(self.text)
        for character in piece:
            self._take(character)
        return self.text[before:]

    def finish(self) -> str:
        """The stream ended: what was held back is text after all."""
        before = len(self.text)
        self._release()
        self.text = self.text.rstrip()
        return self.text[before:]

    def _take(self, character: str) -> None:
        if character in _OPEN:
            if self._held.strip():
                self._release()
            self._held += character
        elif self._held.strip():
            self._held += character
            if character in _CLOSE:
                self._close()
            elif character == "\n" or len(self._held) > _LONGEST_GROUP:
                self._release()
        elif character.isspace():
            self._held += character
        else:
            self._release()
            self.text += character

    def _close(self) -> None:
        inside = self._held.strip()[1:-1]
        if not _GROUP.fullmatch(inside):
            self._release()
            return
        self._held = ""
        keys = KEY.findall(inside)
        known = tuple(dict.fromkeys(key for key in keys if key in self.offered))
        self.dropped += sum(key not in self.offered for key in keys)
        if known:
            self.marks.append(Mark(len(self.text), known))

    def _release(self) -> None:
        self.text += self._held
        self._held = ""


def parse(text: str, offered: Iterable[str]) -> CitationParser:
    """The parser after a whole text."""
    parser = CitationParser(frozenset(offered))
    parser.feed(text)
    parser.finish()
    return parser
