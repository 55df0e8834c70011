"""Tells names of commenters from other short lines, and stand-ins from names."""

from __future__ import annotations

from functools import cache

import regex

from rag.text.aligned import bare
from rag.text.lexicon import entries, table

_MOST_WORDS = 5
_LONGEST = 36
_LONGEST_HAN = 14
_ENDED = regex.compile(r"[!?。！？؟…,،;:：]")
_HAN = regex.compile(r"\p{Han}")
_CASED = regex.compile(r"[\p{Lu}\p{Ll}]")
_PARTICLES = frozenset(
    ("de", "da", "di", "du", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "of")
) | {"the", "from", "in", "из", "с"}
_NUMBERED = regex.compile(r"[\s_]*\d+$")


def looks_like_name(words: str) -> bool:
    """Whether words could be a person's name or a screen name: few, and no sentence."""
    if not words or len(words) > _LONGEST or _ENDED.search(words):
        return False
    if not regex.search(r"\p{L}", words):
        return False
    parts = words.split()
    if _HAN.search(words):
        return len(words) <= _LONGEST_HAN and len(parts) <= 3
    return len(parts) <= _MOST_WORDS and (len(parts) < 3 or _capitalised(parts))


def is_name_line(words: str) -> bool:
    """Whether a whole line shows by its form that it is a name and not a short remark."""
    parts = words.split()
    ended = words.endswith(".") and len(parts[-1]) > 2
    if not looks_like_name(words) or len(parts) > 3 or ended:
        return False
    return _capitalised(parts) or (len(parts) == 1 and bool(regex.search(r"[\d_.-]", words)))


def stands_in(name: str) -> bool:
    """Whether a name is one that pages give to people without one: "Guest", 匿名用户."""
    plain = _NUMBERED.sub("", bare(name).strip(" -_.[]()"))
    return plain in _standins()


def _capitalised(parts: list[str]) -> bool:
    """Whether each word has a capital, in scripts that have them."""
    cased = [part for part in parts if _CASED.search(part) and part.lower() not in _PARTICLES]
    return all(not part[:1].islower() for part in cased)


@cache
def _standins() -> frozenset[str]:
    listings = table("threads")["standins"].values()
    return frozenset(bare(entry).strip("[]") for text in listings for entry in entries(text))
