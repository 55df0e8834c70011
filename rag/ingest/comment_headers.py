"""Reads the lines over or under one person's comment: a name with a time, votes, buttons.

A line is taken apart: times, numbers of votes, buttons, post numbers and words such as "wrote" are
taken out, and what is left must look like a name or be nothing. A line with no such part, or with
more left over than a name, is no header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto
from functools import cache

from rag.ingest.commenters import is_name_line, looks_like_name, stands_in
from rag.ingest.thread_words import any_of, folded
from rag.text.lexicon import entries, phrase, table

_LONGEST = 140
_OTHER_LETTERS = 26


class Sign(Flag):
    """What a header line holds besides a name."""

    NONE = 0
    DATE = auto()
    CLOCK = auto()
    AGO = auto()
    VOTES = auto()
    BUTTON = auto()
    NUMBER = auto()
    BY = auto()
    SAID = auto()
    FROM = auto()
    LABEL = auto()
    TO = auto()

    @property
    def moment(self) -> bool:
        """Whether the time is given as pages do, not only a day."""
        return bool(self & Sign.AGO) or (Sign.DATE | Sign.CLOCK) in self


@dataclass(frozen=True, slots=True)
class Header:
    """A header line: `name` is None where it gives none, `anonymous` where it gives a stand-in."""

    name: str | None
    signs: Sign
    anonymous: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it tells who speaks (or that nobody is named), not only when or how liked."""
        return self.name is not None or self.anonymous

    @property
    def strong(self) -> bool:
        """Whether it can stand only over an utterance, wherever it is met."""
        return self.speaks and (self.signs.moment or bool(self.signs & (Sign.SAID | Sign.FROM)))


def read(words: str) -> Header | None:
    """The header a line is, or None."""
    words = words.strip()
    if not words or len(words) > _LONGEST or "\n" in words:
        return None
    left = folded(words)
    if not _trigger().search(left) or _NICK.match(left):
        return None
    signs = Sign.NONE
    for sign, pattern in _parts():
        left, count = pattern.subn(lambda match: "\n" * len(match[0]), left)
        signs |= sign if count else Sign.NONE
    return _header(words, left, signs) if signs else None


def opening(words: str) -> Header | None:
    """The header that opens a paragraph: before its colon ("Ann Lee (3 May, 12:40): Not here."),
    or in angles as chat logs write it ("[10:02] <ann> not here").
    """
    if nick := _NICK.match(folded(words)):
        return Header(words[nick.start("name") : nick.end("name")], Sign.SAID | Sign.CLOCK)
    match = _BEFORE_COLON.match(words)
    if match is None:
        return None
    if header := read(match[1]):
        return header if header.speaks else None
    if stands_in(match[1]):
        return Header(None, Sign.NONE, anonymous=True)
    return Header(match[1], Sign.NONE) if is_name_line(match[1]) else None


def is_over_words(line: str) -> bool:
    """Whether a line surely opens somebody's words: it tells who speaks and the moment, or shows
    that it comes from a chat."""
    line = line.strip()
    found = read(line) or opening(line)
    timed = found is not None and found.speaks and found.signs.moment
    return timed or bool(_NICK.match(folded(line)) or _EVENT.match(line))


def closing(words: str) -> Header | None:
    """The header that closes a paragraph after a dash ("Why so early? – ann_l Jan 4 at 13:01")."""
    match = _AFTER_DASH.search(words)
    header = read(match[1]) if match else None
    return header if header is not None and header.strong else None


def _header(words: str, left: str, signs: Sign) -> Header | None:
    pieces = [words[match.start() : match.end()].strip() for match in _PIECE.finditer(left)]
    named = [piece for piece in pieces if any(char.isalpha() for char in piece)]
    if not named or Sign.TO in signs or _is_label(signs) or _EVENT.match(words):
        return Header(None, signs)
    if _SAYING.search(left) and not signs & (Sign.BY | Sign.FROM | Sign.LABEL):
        return None
    name = _trimmed(named[0])
    if sum(map(len, named[1:])) > _OTHER_LETTERS or any(_SENTENCE.search(p) for p in named):
        return None
    if stands_in(name):
        return Header(None, signs, anonymous=True)
    return Header(name, signs) if looks_like_name(name) else None


def _is_label(signs: Sign) -> bool:
    """Whether a line tells a mail's subject or addressee, and not who sent it."""
    return Sign.LABEL in signs and not signs & (Sign.FROM | Sign.BY)


def _trimmed(name: str) -> str:
    """A name without its handle, number and marks: "3. Ann Lee @ann@site" is Ann Lee."""
    name = _HANDLE.sub("", _NUMBERED.sub("", name.strip())).strip(" -–—*#@\"'«»“”")
    return name if _INITIAL.search(name) else name.strip(".")


_BEFORE_COLON = re.compile(r"([^\n]{2,60}?)\s*(?:[:：](?=\s)|：)(?=\s*\S)")
_AFTER_DASH = re.compile(r"\s[–—-]{1,2}\s*([^–—\n]{3,60})$")
_NICK = re.compile(r"(?:[\[(]?[\d:./ -]{4,20}[\])]?\s+)?<[@+%~&]?(?P<name>[^\s<>]{1,30})>\s+(?=\S)")
_EVENT = re.compile(r"[\[(]?\d[\d:. ]{3,9}[\])]?\s+(?:\*+|-!-|-->|<--)\s")
_SAYING = re.compile(r"\w\s*(?::\s|：)\s*\w")
_HANDLE = re.compile(r"(?<=\S)\s+@[\w.-]+(?:@[\w.-]+)?$")
_NUMBERED = re.compile(r"^\d{1,4}[.)]\s+(?=\D)")
_INITIAL = re.compile(r"\b\w\.$")
_PIECE = re.compile(r"[^\n|·•‧∙—–,،;:：()（）\[\]【】<>/→»›●★☆▲▼👍👎↑↓❤♥]+")
_SENTENCE = re.compile(r"[!?。！？؟…]|\w{3,}\.\s+\S{3,}|\w{4,}\.$")
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*(?:utc|gmt|msk|мск))?"


@cache
def _trigger() -> re.Pattern[str]:
    names = ("buttons", "said", "by", "days", "from", "floors", "labels")
    words = [any_of("header", name) for name in names]
    return re.compile("|".join([r"\d", any_of("header", "before"), *words]))


@cache
def _months() -> str:
    tables = table("dates")
    found = [
        entry
        for name in ("months", "jalali", "hijri")
        for listing in tables[name].values()
        for entry in entries(listing)
    ]
    return "(?:" + "|".join(phrase(entry) for entry in sorted(found, key=len, reverse=True)) + ")"


@cache
def _date() -> str:
    return (
        r"(?<!\d)(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
        r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}月\d{1,2}日|\d{1,2}-\d{1,2}(?=\s+\d{1,2}:))(?!\d)"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_months()}\.?,?(?:\s+\d{{4}}(?:\s*г\.?)?)?"
        rf"|(?<!\w){_months()}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    )


@cache
def _ago() -> str:
    units, ago, before = (any_of("header", name) for name in ("units", "ago", "before"))
    pairs, days = any_of("header", "pairs"), any_of("header", "days")
    amount = r"(?:\d+|an?|one|one)"
    return (
        rf"(?<!\w){amount}\s*{_inside(units)}\s*{ago}|{before}\s+(?:\d+\s+{units}|{pairs})"
        rf"|{days}|(?<!\w)\d{{1,2}}\s?(?:min|[smhdwy]|мин|ч|д)(?!\w)\.?(?:\s+{ago})?"
    )


def _inside(pattern: str) -> str:
    """The same pattern where a word may follow a digit without a space."""
    return pattern.replace(r"(?<!\w)", r"(?<![^\W\d])")


@cache
def _parts() -> tuple[tuple[Sign, re.Pattern[str]], ...]:
    said, by, at = (any_of("header", name) for name in ("said", "by", "at"))
    votes, buttons = any_of("header", "votes"), any_of("header", "buttons")
    floors = any_of("header", "floors")
    forms = (
        (Sign.FROM, rf"^\W*{any_of('header', 'from')}\s*[:：]"),
        (Sign.TO, rf"^\W*{any_of('header', 'to')}(?=[\s:：@])\W*[^:：.,，。!！?？\n]{{1,40}}$"),
        (Sign.LABEL, rf"^\W*{any_of('header', 'labels')}\s*[:：]"),
        (
            Sign.NUMBER,
            rf"^(?:#\s?\d{{1,4}}|№\s?\d+|\d{{1,4}}\s?[#楼]|{floors}(?=[\s:：]|$))",
        ),
        (Sign.AGO, rf"(?:{at}\s*)?(?:{_ago()})"),
        (
            Sign.DATE,
            rf"(?:{at}\s*[:：]?\s*)?(?:{any_of('header', 'weekdays')}[,،]?\s*)?(?:{_date()})",
        ),
        (Sign.CLOCK, rf"(?:(?:{at}|t)\s*)?(?<![\d:.]){_CLOCK}(?![\d:])"),
        (Sign.VOTES, rf"(?:\d+|[+-]\d+)\s*{_inside(votes)}|{votes}\s*[:(（]?\s*\d+\s*[)）]?"),
        (Sign.VOTES, r"[👍👎▲▼↑↓❤♥★]\ufe0f?\s*\d*|(?<!\w)[+-]\d{1,4}(?!\w)|[(（]\d{1,4}[)）]$"),
        (
            Sign.BUTTON,
            rf"(?:^|(?<=[\n|·•‧\-—–\s])){buttons}(?=\s*(?:$|[\n|·•‧\-—–(\s]))(?=.{{0,30}}$)",
        ),
        (Sign.SAID, rf"(?<=\s){said}\s*(?:[:：]|(?=\n))\s*|(?<=\w){said}\s*[:：]\s*$"),
        (Sign.BY, rf"(?:^\W*|\n\s*){by}(?:\s*[:：]|(?=\s)|(?=\n))\s*"),
        (Sign.BY, r"(?<!\S)/?u/(?=\w)"),
    )
    return tuple((sign, re.compile(form)) for sign, form in forms)
