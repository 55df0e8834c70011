"""How foreign names sound in Chinese characters, to be compared with their other spellings.

Characters keep syllables, not letters: 特朗普 is "te lang pu". So names are compared loosely, by
the classes of consonants that Chinese mixes up (l and r, m and n at a syllable's end, voiced and
unvoiced), and only to say that two of them are surely different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache

from rag.records import Span
from rag.text.facts.scan import Scan
from rag.text.facts.skeleton import latin
from rag.text.lexicon import table

_ALIKE = 0.6
_MERGED = (
    (re.compile(r"sch|tsch|sh|ch|zh|ts|[jzxqcs]"), "S"),
    (re.compile(r"ph"), "F"),
    (re.compile(r"th"), "T"),
    (re.compile(r"[mn]g?"), "N"),
    (re.compile(r"kh|gh|ck|[gkh]"), "K"),
    (re.compile(r"[lr]"), "L"),
    (re.compile(r"[pb]"), "P"),
    (re.compile(r"[dt]"), "T"),
    (re.compile(r"[fvw]"), "F"),
)
_SILENT = re.compile(r"[^A-Z]")
_DOUBLED = re.compile(r"(.)\1+")


@cache
def _readings() -> dict[str, str]:
    return {char: reading for reading, chars in table("sounds")["han"].items() for char in chars}


@cache
def _spelt() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_readings())}]+(?:[·•‧・][{''.join(_readings())}]+)*")


def spelt(scan: Scan, least: int = 2) -> Iterator[Span]:
    """Runs of at least so many characters that may spell a foreign name."""
    for match in _spelt().finditer(scan.plain) if scan.han else ():
        if len(match[0]) >= least:
            yield Span(*match.span())


def han(name: str) -> str:
    """The consonant classes of a name in Chinese characters."""
    return _classes("".join(_readings().get(char, "") for char in name))


@lru_cache(maxsize=1 << 13)
def spaced(word: str) -> str:
    """The consonant classes of a name in letters."""
    return _classes(latin(word))


def _classes(romanised: str) -> str:
    for sound, class_ in _MERGED:
        romanised = sound.sub(class_, romanised)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", romanised))


def alike(one: str, other: str) -> bool:
    """Whether two strings of classes may stand for one name."""
    if not one or not other:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
