"""Words that stand for something said before: whether a text has one, and whether it opens so."""

from __future__ import annotations

import re
from functools import cache

from rag.text import stopwords
from rag.text.aligned import key
from rag.text.facts.scan import Scan
from rag.text.lexicon import entries, table

_MOST_BEFORE = 2
_MOST_HAN_BEFORE = 2


def is_there(scan: Scan) -> bool:
    """Whether any word of a text is a pronoun that stands for something."""
    return _first(scan) is not None


def opens(scan: Scan) -> bool:
    """Whether a text begins with a pronoun, nothing but small words before it."""
    place = _first(scan)
    if place is None:
        return False
    if scan.han:
        return place <= _MOST_HAN_BEFORE
    before = [piece for piece in scan.pieces if piece.end <= place]
    return len(before) <= _MOST_BEFORE and all(each.key in stopwords.SPACED for each in before)


def _first(scan: Scan) -> int | None:
    """Where the first pronoun begins."""
    if scan.han:
        match = _han().search(scan.plain)
        return match.start() if match else None
    if _idle().search(scan.lower):
        return None
    known, after = _words("fa" if scan.persian else "ar"), _after()
    pairs = zip((None, *scan.pieces), scan.pieces, strict=False)
    return next(
        (
            piece.start
            for before, piece in pairs
            if piece.key in known and (before is None or before.key not in after)
        ),
        None,
    )


@cache
def _words(arabic_script: str) -> frozenset[str]:
    """The pronouns of every spaced language; Persian and Arabic share words, so one is chosen."""
    of = table("pronouns")["words"]
    return frozenset(
        key(word) for name in ("en", "ru", arabic_script) for word in entries(of[name])
    )


@cache
def _after() -> frozenset[str]:
    return frozenset(map(key, entries(table("pronouns")["idle"]["after"])))


@cache
def _han() -> re.Pattern[str]:
    return re.compile(table("pronouns")["words"]["han"])


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(table("pronouns")["idle"]["en"])
