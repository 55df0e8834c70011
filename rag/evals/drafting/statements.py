"""Sentences that can be understood by themselves: what questions are drafted from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.evals.drafting.lexicon import LANGUAGES, leaning_openings
from rag.records import Passage, Role, Span
from rag.text import facts, sentences
from rag.text.aligned import bare
from rag.text.facts import Facts
from rag.text.facts.scan import Scan
from rag.text.language import script_of_language
from rag.text.scripts import dominant_script
from rag.text.speech import Attribution, attributed

_ROLES = frozenset({Role.BODY, Role.ABSTRACT})
_FULL_STOP = re.compile(r"[.。۔]$")
_LINE_BREAK = re.compile(r"\s")
_HYPHENATED = re.compile(r"[-\u00ad]\n")
# Links, reference marks, tables, lists, and words somebody else is quoted with.
_NO_PROSE = re.compile(r"https?:|www\.|@|\[\d+\]|\t|[|•*_#=<>{}]|\.\.\.|…|:\s?\d+(?:,\s?\d+)")
# An abbreviation that was taken for the end of a sentence.
_CUT_SHORT = re.compile(r"(?<!\w)[^\W\d]{1,2}\.$")
_CHARS = {"zh": (12, 110)}
_WORDS = (6, 38)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document: `span` is its place in the canonical text.

    `quote` is the words as they stand there; `text` has the same length, every white space a plain
    space, so offsets serve both. `scan`, `facts` and `spoken` (whose words it repeats) are of
    `text`.
    """

    source: str
    span: Span
    quote: str
    text: str
    language: str
    scan: Scan
    facts: Facts
    spoken: Attribution | None


def statements(source: str, passage: Passage) -> Iterator[Statement]:
    """The sentences of a passage that a question can be drafted from, in order."""
    language = passage.language
    if passage.role not in _ROLES or language not in LANGUAGES:
        return
    for span in sentences.split(passage.text, language):
        words = span.of(passage.text)
        text = _LINE_BREAK.sub(" ", words)
        if _HYPHENATED.search(words) or not _stands_alone(text, language):
            continue
        scan = Scan(text, language)
        found = facts.of(scan)
        if found.negations or not _speaks_of_something(found, language):
            continue
        place = span.shifted(passage.span.start)
        spoken = attributed(text, language)
        yield Statement(source, place, words, text, language, scan, found, spoken)


def fits(text: str, language: str) -> bool:
    """Whether a text is as long as a sentence that people take in at once."""
    low, high = _CHARS.get(language, _WORDS)
    size = len(text) if language in _CHARS else len(text.split())
    return low <= size <= high


def _stands_alone(text: str, language: str) -> bool:
    return (
        fits(text, language)
        and bool(_FULL_STOP.search(text))
        and not _NO_PROSE.search(text)
        and not _CUT_SHORT.search(text)
        and "  " not in text
        and dominant_script(text) == script_of_language(language)
        and not leaning_openings(language).match(bare(text))
    )


def _speaks_of_something(found: Facts, language: str) -> bool:
    """Whether it names anything, as far as its script shows names."""
    return bool(found.names) or language not in ("en", "ru")
