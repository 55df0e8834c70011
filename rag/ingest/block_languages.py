"""The language of each block: that of a few words is told by the longer blocks of a document.

A name or a label alone looks like any language of its script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rag.text import language as languages
from rag.text.scripts import dominant_script

_FEW_CHARS = 40


def of_blocks(texts: Sequence[str]) -> list[str]:
    """The ISO 639-1 code of each of a document's blocks, "und" where it has no letters.

    A short block in a language of no longer one takes the most told language of its script.
    """
    found = [languages.detect(text) for text in texts]
    told = _told(texts, found)
    return [
        language if len(text) > _FEW_CHARS or language in told else _nearest(text, told) or language
        for text, language in zip(texts, found, strict=True)
    ]


def _told(texts: Sequence[str], found: Sequence[str]) -> Mapping[str, int]:
    """How many characters the longer blocks tell in each language."""
    counted: Counter[str] = Counter()
    for text, language in zip(texts, found, strict=True):
        if len(text) > _FEW_CHARS:
            counted[language] += len(text)
    return counted


def _nearest(text: str, told: Mapping[str, int]) -> str | None:
    script = dominant_script(text)
    alike = [each for each in told if script and languages.script_of_language(each) == script]
    return max(alike, key=lambda language: told[language], default=None)
