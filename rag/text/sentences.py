"""Sentences with exact spans: a well-kept segmenter, corrected where prose on pages misleads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.records import Span
from rag.text import lines
from rag.text.endings import belong_together, missed_ends
from rag.text.graphemes import border_before
from rag.text.language import script_of_language
from rag.text.scripts import dominant_script
from rag.text.telltales import LANGUAGES_OF_SCRIPT

# The segmenter's rules come by language; these serve a script whose language is not known.
_RULES = {"latin": "en", "cyrillic": "ru", "arabic": "fa", "devanagari": "hi", "han": "zh"}
_SCRIPT_SAMPLE_CHARS = 400

_LONGEST_CHARS = 600
# Thai and Lao end no sentence with a mark: a space is all there is to go by.
_LONGEST_UNMARKED_CHARS = 200
_UNMARKED_SCRIPTS = frozenset({"thai", "lao"})
_SHORTEST_PART = 0.3

# The segmenter's time grows with the square of the quotation marks left open in one paragraph.
_SEGMENTED_CHARS = 20_000

# Where an overlong sentence may be cut, best places first; the mark stays with the part before.
_INNER_BORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[.!?][\"'”’»)\]]*\s|[。！？।۔؟][”’」』）]*",
        r"[;؛]\s|；",
        r"[:—–]\s|：|——",
        r"[,،]\s|[，、]",
        r"\s",
    )
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def split(text: str, language: str = "und") -> list[Span]:
    """The sentences of `text`: trimmed of white space, in order, disjoint, no other character lost.

    `language` (ISO 639-1) chooses the rules where it fits the script of a stretch. Blank lines,
    list items, table rows and headings are borders; a margin's line break is none. What is
    longer than 600 characters is cut at its best inner border, never inside a grapheme.
    """
    spans: list[Span] = []
    for block in lines.blocks(text):
        spans.extend(_sentences(text, block, language))
    return spans


def _sentences(text: str, block: Span, language: str) -> Iterator[Span]:
    words = block.of(text)
    script = dominant_script(words[:_SCRIPT_SAMPLE_CHARS])
    longest = _LONGEST_UNMARKED_CHARS if script in _UNMARKED_SCRIPTS else _LONGEST_CHARS
    start = 0
    for end in _ends(words, _rules(script, language)):
        for part in _parts(words, Span(start, end).trimmed(words), longest):
            yield part.shifted(block.start)
        start = end


def _rules(script: str, language: str) -> str:
    """The language whose rules to use: the one given, if it is written in this script."""
    if script_of_language(language) == script and language != "und":
        return language
    return _RULES.get(script) or LANGUAGES_OF_SCRIPT.get(script, ("en",))[0]


def _ends(words: str, language: str) -> Iterator[int]:
    """Where the sentences of one block end, their trailing white space included."""
    start = at = 0
    for piece in [*_segments(words, language), ""]:
        if piece and (at == start or _continues(words[start:at], piece)):
            at += len(piece)
            continue
        yield from (start + end for end in missed_ends(words[start:at]))
        yield at
        start, at = at, at + len(piece)


def _continues(before: str, piece: str) -> bool:
    return len(before) <= _LONGEST_CHARS and belong_together(before, piece)


def _segments(words: str, language: str) -> list[str]:
    """The segmenter's own pieces; joined, they are as long as `words`."""
    import sentencex

    words = _SURROGATE.sub("\ufffd", words)
    pieces: list[str] = []
    start = 0
    while start < len(words):
        rest = Span(start, len(words))
        end = rest.end if len(rest) <= _SEGMENTED_CHARS else _cut(words, rest, _SEGMENTED_CHARS)
        pieces += sentencex.segment(language, words[start:end])
        start = end
    return pieces


def _parts(words: str, span: Span, longest: int) -> Iterator[Span]:
    """A sentence, cut where it is overlong; nothing where it is empty."""
    while len(span) > longest:
        cut = _cut(words, span, longest)
        yield Span(span.start, cut).trimmed(words)
        span = Span(cut, span.end).trimmed(words)
    if len(span):
        yield span


def _cut(words: str, span: Span, longest: int) -> int:
    """The last of the best inner borders that leaves neither part a scrap."""
    scrap = int(longest * _SHORTEST_PART)
    earliest, latest = span.start + scrap, min(span.start + longest, span.end - scrap // 2)
    for border in _INNER_BORDERS:
        found = [match.end() for match in border.finditer(words, earliest, latest)]
        if found:
            return found[-1]
    return max(border_before(words, latest), span.start + 1)
