"""Names that a Latin spelling in brackets explains: هارمون مورسه (Harmon Morse), 宾顿（Bynton）.

In scripts without capitals this is the one place where form alone shows a foreign name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text.facts.scan import Scan
from rag.text.facts.skeleton import skeleton
from rag.text.lexicon import table

_IN_BRACKETS = re.compile(
    r"\s?[(（](?:[^()（）A-Za-z]{0,25}[:：])?\s?([A-Z][A-Za-z'.\- À-ž]{1,60})[^()（）]{0,60}[)）]"
)
_WORDS_BEFORE = re.compile(r"(?:[^\W\d_]|[\u064b-\u065f\u0640\u200c])+")
_LONGEST_WORDS = 5
_REACH_CHARS = 60


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name in its text's script, and the Latin spelling that explains it."""

    name: Span
    latin: Span


def find(scan: Scan) -> Iterator[Gloss]:
    """Every name so explained; the words before a bracket must sound like those inside it."""
    matches = list(_IN_BRACKETS.finditer(scan.plain))
    for match in matches if matches and scan.unicameral else ():
        latin = [word for word in re.split(r"[\s.\-]+", match[1]) if word]
        name = _han_name(scan, match.start()) or _name_before(scan, match.start(), latin)
        if name is not None:
            yield Gloss(name, Span(*match.span(1)))


def _name_before(scan: Scan, end: int, latin: list[str]) -> Span | None:
    """As many words before `end` as the Latin name has, if one of them sounds like its partner."""
    begin = max(0, end - _REACH_CHARS)
    words = list(_WORDS_BEFORE.finditer(scan.plain, begin, end))[-min(len(latin), _LONGEST_WORDS) :]
    pairs = zip(reversed(words), reversed(latin), strict=False)
    alike = [word for word, spelling in pairs if _sounds_like(word[0], spelling)]
    return Span(alike[-1].start(), words[-1].end()) if alike else None


def _sounds_like(word: str, spelling: str) -> bool:
    one, other = skeleton(word), skeleton(spelling)
    return len(one) > 1 and len(other) > 1 and one[:2] == other[:2]


@cache
def _spelt() -> re.Pattern[str]:
    letter = f"[{table('names')['transliteration']['han']}]"
    return re.compile(f"{letter}(?:·?{letter})+$")


def _han_name(scan: Scan, end: int) -> Span | None:
    match = _spelt().search(scan.plain, max(0, end - _REACH_CHARS), end)
    return Span(*match.span()) if match else None
