"""A document as HTML: its whole canonical text, paragraph by paragraph, the cited words marked.

The text inside `.text` is the canonical text: every character stands there once, in order, so that
what a reader selects, searches and compares is what the offsets count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.engine import Shown
from rag.records import Passage, Role, Span
from ui.provenance import role_word
from ui.render import Html, element, join, prose
from ui.strings import Words

_PARAGRAPH = re.compile(r"\S.*?(?=\n[^\S\n]*\n|\Z)", re.DOTALL)
_PLAIN = frozenset({Role.BODY, Role.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch to highlight: the cited words, or their twin."""

    span: Span
    kind: str = "cited"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A paragraph of the text with what is known of it."""

    span: Span
    role: Role
    language: str
    speaker: str | None
    page: int | None


def whole_text(shown: Shown, marks: Sequence[Marked], words: Words) -> Html:
    """The document's text with `marks` highlighted; the first one is where to scroll to."""
    text = shown.document.text
    parts: list[Html | str] = []
    at, last_page = 0, None
    for stretch in _stretches(shown):
        parts.append(text[at : stretch.span.start])
        turned = stretch.page if stretch.page != last_page else None
        parts.append(_paragraph(text, stretch, marks, words, page=turned))
        at, last_page = stretch.span.end, stretch.page
    parts.append(text[at:])
    return element("div", join(parts), class_="text")


def _stretches(shown: Shown) -> Iterator[_Stretch]:
    """The reader's blocks, and the paragraphs of whatever lies between them."""
    text, passages = shown.document.text, sorted(shown.passages, key=lambda p: p.span)
    starts = [passage.span.start for passage in passages]
    at = 0
    for block in shown.document.blocks:
        span = Span(_line_start(text, at, block.span.start), block.span.end)
        yield from _between(text, Span(at, span.start), passages, starts)
        yield _described(span, passages, starts, block.role, block.speaker, block.page)
        at = span.end
    yield from _between(text, Span(at, len(text)), passages, starts)


def _line_start(text: str, at: int, start: int) -> int:
    """Where the line of a block begins: its own mark (`# `, `- `) stands before it, not above."""
    line = max(at, text.rfind("\n", at, start) + 1)
    return line if text[line:start].strip() else start


def _between(
    text: str, gap: Span, passages: Sequence[Passage], starts: Sequence[int]
) -> Iterator[_Stretch]:
    for found in _PARAGRAPH.finditer(text, gap.start, gap.end):
        yield _described(Span(*found.span()), passages, starts)


def _described(
    span: Span,
    passages: Sequence[Passage],
    starts: Sequence[int],
    role: Role = Role.UNKNOWN,
    speaker: str | None = None,
    page: int | None = None,
) -> _Stretch:
    """A paragraph with what the passage over its beginning knows beyond the reader's block.

    The passage's role is shown, which a reader may have corrected; only a heading stays one in
    the passage of the text it stands over.
    """
    found = bisect_right(starts, span.start) - 1
    if found < 0 or not passages[found].span.overlaps(span):
        found += 1
    if found >= len(passages) or not passages[found].span.overlaps(span):
        return _Stretch(span, role, "und", speaker, page)
    passage = passages[found]
    return _Stretch(
        span,
        role if _stands_over(role, span, passage) else passage.role,
        passage.language,
        passage.speaker or speaker,
        passage.page or page,
    )


def _stands_over(role: Role, span: Span, passage: Passage) -> bool:
    return role is Role.HEADING and passage.role in _PLAIN and span.end < passage.span.end


def _paragraph(
    text: str, stretch: _Stretch, marks: Sequence[Marked], words: Words, *, page: int | None
) -> Html:
    label = None if stretch.role in _PLAIN else role_word(stretch.role, words)
    labelled = " · ".join(part for part in (label, stretch.speaker) if part)
    return prose(
        "p",
        stretch.span.of(text),
        *_pieces(text, stretch.span, marks),
        class_=f"role-{stretch.role.value}",
        lang=stretch.language,
        data_label=labelled or None,
        data_page=f"{words.page} {words.number(page)}" if page else None,
    )


def _pieces(text: str, span: Span, marks: Sequence[Marked]) -> Iterator[Html | str]:
    """The paragraph's text with the marks that touch it; where two overlap the earlier stays."""
    at = span.start
    for mark in sorted((each for each in marks if each.span.overlaps(span)), key=lambda m: m.span):
        start, end = max(mark.span.start, at), min(mark.span.end, span.end)
        if start >= end:
            continue
        yield text[at:start]
        yield element("mark", text[start:end], class_=mark.kind, tabindex=-1)
        at = end
    yield text[at : span.end]
