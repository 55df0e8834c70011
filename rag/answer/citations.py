"""Parses a model's text with its source keys, piece by piece as it streams.

Feeding the text in any number of pieces gives the same as feeding it whole: the parser holds back
only what may still turn out to be a key or a group of keys. An offered key never stays in the
text, however it is written. A key or a number in brackets that was not offered is dropped and
counted: a reader would take it for a citation. Brackets around anything else stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

import regex

KEY = regex.compile(r"[a-z]\d[a-z]\d")
"""The form of a source key: opaque, short, and not a word of any language."""

_GAP = r"[\s,;，、؛،&#^*`:]"
_ITEM = rf"(?:{KEY.pattern}|and|sources?|keys?|\d{{1,3}})"
_GROUP = regex.compile(rf"{_GAP}*{_ITEM}(?:{_GAP}+{_ITEM})*{_GAP}*", regex.IGNORECASE)
_BARE = regex.compile(rf"(?<![a-z\d]){KEY.pattern}(?![a-z\d])", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d+")
_KEY_CHARS = 4
_LONGEST_GROUP = 80
_SQUARE, _ROUND, _CLOSE = "[【", "(（", "]】)）"


@dataclass(frozen=True, slots=True)
class Mark:
    """Keys cited after the character at `position` of the answer's text."""

    position: int
    keys: tuple[str, ...]


@dataclass(slots=True)
class CitationParser:
    """Splits a stream into plain text and marks.

    `offered` are the keys the model was given. `text` grows as pieces are fed and has no white
    space at its ends; `marks` refer to positions in it; `dropped` counts what was not offered.
    """

    offered: Set[str]
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    dropped: int = 0
    _held: str = ""
    _cut: bool = False

    def feed(self, piece: str) -> str:
        """Take the next piece; returns the plain text that became certain with it."""
        before = len(self.text)
        for character in piece:
            self._take(character)
        return self.text[before:]

    def finish(self) -> str:
        """The stream ended: what was held back is text after all."""
        before = len(self.text)
        self._held = self._held.rstrip()
        self._release()
        return self.text[before:]

    def _take(self, character: str) -> None:
        held = self._held.lstrip()
        if held and held[0] in _SQUARE + _ROUND:
            self._in_group(character)
        elif held and _may_be_in_key(character):
            self._held += character
            if len(held) == _KEY_CHARS:
                self._release()
        else:
            if held:
                self._release()
            self._outside(character)

    def _outside(self, character: str) -> None:
        if self._cut and not self._held and _may_be_in_key(character):
            # What stood apart before its marks were taken out must not run together.
            self._held = " "
        self._cut = False
        if character.isspace():
            self._held += character if self.text else ""
        elif character in _SQUARE + _ROUND or self._may_begin_key(character):
            self._held += character
        else:
            self._held += character
            self._release()

    def _may_begin_key(self, character: str) -> bool:
        joined = not self._held and self.text and _may_be_in_key(self.text[-1])
        return character.isascii() and character.isalpha() and not joined

    def _in_group(self, character: str) -> None:
        opening, inside = _opened(self._held)
        if character in _CLOSE and inside:
            self._held += character
            if sum(char in _CLOSE for char in self._held) >= len(opening):
                self._close(opening, inside)
        elif character in _SQUARE and not inside:
            self._held += character
        elif not _GROUP.fullmatch(inside + character, partial=True) or (
            len(inside) >= _LONGEST_GROUP
        ):
            self._give_up(character)
        else:
            self._held += character

    def _give_up(self, character: str) -> None:
        """No group of keys after all; its last word may yet be a key, or a new group begin."""
        words = self._held
        tail = len(words)
        while tail and _may_be_in_key(words[tail - 1]):
            tail -= 1
        rest = words[tail:] if len(words) - tail <= _KEY_CHARS else ""
        self._held = words[: len(words) - len(rest)]
        self._release()
        for char in rest + character:
            self._take(char)

    def _close(self, opening: str, inside: str) -> None:
        inside = inside.rstrip(_CLOSE)
        keys = [key.lower() for key in KEY.findall(inside.lower())]
        known = tuple(dict.fromkeys(key for key in keys if key in self.offered))
        unknown = len(keys) - sum(key in self.offered for key in keys)
        if opening[0] in _SQUARE:
            unknown += len(_NUMBER.findall(KEY.sub("", inside.lower())))
        if not known and not (unknown and opening[0] in _SQUARE):
            self._release()
            return
        self._held, self._cut = "", bool(self.text)
        self.dropped += unknown
        if known:
            self.marks.append(Mark(len(self.text), known))

    def _release(self) -> None:
        """What was held becomes text, but for the offered keys in it and the space at its end."""
        words, done = self._held.rstrip(), 0
        for match in _BARE.finditer(words):
            if (key := match[0].lower()) in self.offered:
                self.text += words[done : match.start()].rstrip()
                self.marks.append(Mark(len(self.text), (key,)))
                done = match.end()
        self.text += words[done:]
        self._held = self._held[len(words) :]


def _may_be_in_key(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _opened(held: str) -> tuple[str, str]:
    """The brackets a group began with, and what stands in them so far."""
    group = held.lstrip()
    inside = group.lstrip(_SQUARE + _ROUND)
    return group[: len(group) - len(inside)], inside


def parse(text: str, offered: Iterable[str]) -> CitationParser:
    """The parser after a whole text."""
    parser = CitationParser(frozenset(offered))
    parser.feed(text)
    parser.finish()
    return parser
