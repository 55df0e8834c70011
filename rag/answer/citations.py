"""Parses a model's text with its source keys, piece by piece as it streams.

Feeding the text in any number of pieces gives the same as feeding it whole: the parser holds back
only what may still turn out to be a key or a group of keys. An offered key never stays in the
text, however it is written. A key or a number in brackets that was not offered is dropped and
counted: a reader would take it for a citation. Brackets around anything else stay text. Brackets
of every script count, one inside another too, and so do a full width's letters and digits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

import regex

KEY = regex.compile(r"[a-z]\d[a-z]\d")
"""The form of a source key: opaque, short, and not a word of any language."""

_GAP = r"[\s\p{Cf}\p{Pd},;:、؛،&#^*`@|/†=\"'“”‘’«»]"
# What models call a source in the five languages, and where in it: "source 1", "L5-L9".
_WORD = (
    r"and|sources?|keys?|refs?|references?|citations?|cite|docs?|documents?|id|lines?|L(?=\d)"
    r"|来源|出处|资料|文献|источники?|ист|منابع|منبع|المصادر|المصدر|مصدر"
)
_ITEM = rf"(?:{KEY.pattern}(?![a-z\d])|{_WORD}|\d{{1,3}}(?!\d))"
_GROUP = regex.compile(rf"{_GAP}*(?:{_ITEM}{_GAP}*)+", regex.IGNORECASE)
_BARE = regex.compile(rf"(?<![a-z\d]){KEY.pattern}(?![a-z\d])", regex.IGNORECASE)
_NUMBER = regex.compile(r"(?<!L|lines?\s*)\d+", regex.IGNORECASE)
_KEY_CHARS = 4
_LONGEST_GROUP = 80
_ROUND = "(（"
_OPEN, _CLOSE = "[【［〔〖⟦" + _ROUND, "]】］〕〗⟧)）"
_BLANKED = str.maketrans(dict.fromkeys(_OPEN + _CLOSE, " "))


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
        if held and held[0] in _OPEN:
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
        elif character in _OPEN or self._may_begin_key(character):
            self._held += character
        else:
            self._held += character
            self._release()

    def _may_begin_key(self, character: str) -> bool:
        joined = not self._held and self.text and _may_be_in_key(self.text[-1])
        return character.isascii() and character.isalpha() and not joined

    def _in_group(self, character: str) -> None:
        held = self._held.lstrip() + character
        inside = _inside(held)
        if character in _CLOSE and inside.strip():
            self._held += character
            if _depth(held) == 0:
                self._close(held, inside)
        elif character in _OPEN and held[0] not in _ROUND:
            self._held += character
        elif not _GROUP.fullmatch(inside.lstrip(" "), partial=True) or len(held) > _LONGEST_GROUP:
            self._give_up(character)
        else:
            self._held += character

    def _give_up(self, character: str) -> None:
        """No group of keys after all; in it, or with its last word, a key or a group may begin."""
        words = self._held
        rest = words[_later_opening(words) :] or _last_word(words)
        self._held = words[: len(words) - len(rest)]
        self._release()
        for char in rest + character:
            self._take(char)

    def _close(self, held: str, inside: str) -> None:
        keys = KEY.findall(inside.lower())
        known = tuple(dict.fromkeys(key for key in keys if key in self.offered))
        unknown = len(keys) - sum(key in self.offered for key in keys)
        if held[0] not in _ROUND:
            unknown += len(_NUMBER.findall(KEY.sub("", inside.lower())))
        if not known and not (unknown and held[0] not in _ROUND):
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


def _inside(held: str) -> str:
    """What stands in a group so far, its brackets as blanks, letters and digits of usual width."""
    return unicodedata.normalize("NFKC", held.translate(_BLANKED))


def _depth(held: str) -> int:
    """How many brackets of a group are open."""
    return sum((char in _OPEN) - (char in _CLOSE) for char in held)


def _later_opening(words: str) -> int:
    """Where another group may begin in one that is none; past the end where none does."""
    first = len(words) - len(words.lstrip())
    later = (at for at in range(first + 1, len(words)) if words[at] in _OPEN)
    return next(later, len(words))


def _last_word(words: str) -> str:
    """The last word, where it may yet be a key."""
    tail = len(words)
    while tail and _may_be_in_key(words[tail - 1]):
        tail -= 1
    return words[tail:] if len(words) - tail <= _KEY_CHARS else ""


def parse(text: str, offered: Iterable[str]) -> CitationParser:
    """The parser after a whole text."""
    parser = CitationParser(frozenset(offered))
    parser.feed(text)
    parser.finish()
    return parser
