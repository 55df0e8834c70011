"""Cuts a document into passages along its structure: blocks first, sentences where a block is long.

A passage never mixes roles, speakers or languages, and never crosses from one table row, comment
or utterance into the next; within those borders short blocks are joined up to the target size. A
heading belongs to what it heads, in its own language: a passage in two languages would be nearer
to questions in either than any honest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rag.ingest import block_languages
from rag.records import Block, Passage, Role, Span
from rag.settings import PassageSettings
from rag.text import sentences

_ALONE = frozenset({Role.COMMENT, Role.CAPTION, Role.NOTE, Role.UNKNOWN})
"""Roles whose blocks are utterances of their own and are not joined with the next."""

_UNHEADED = frozenset({Role.COMMENT, Role.BOILERPLATE, Role.REFERENCE, Role.UNKNOWN})
"""Roles that a heading before them does not belong to."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a block that fits into a passage, with its size in tokens."""

    block: Block
    span: Span
    language: str
    tokens: int


def segment(
    document_id: str,
    text: str,
    blocks: Iterable[Block],
    sizes: PassageSettings,
    count_tokens: Callable[[str], int],
    *,
    rows: bool = False,
) -> list[Passage]:
    """Passages of a text in order.

    Parameters: `blocks` are disjoint and in order, roles decided; `rows` keeps each block apart
    (a table). Every passage has at most `sizes.max_tokens` tokens as `count_tokens` counts them;
    blocks of white space give none.
    """
    pieces = _pieces(text, blocks, sizes, count_tokens)
    return [_passage(document_id, text, group) for group in _grouped(pieces, sizes, rows)]


def _pieces(
    text: str, blocks: Iterable[Block], sizes: PassageSettings, count: Callable[[str], int]
) -> Iterator[_Piece]:
    placed = [(block, span) for block in blocks if (span := block.span.trimmed(text))]
    told_in = block_languages.of_blocks([span.of(text) for _, span in placed])
    for (block, span), language in zip(placed, told_in, strict=True):
        tokens = count(span.of(text))
        if tokens <= sizes.max_tokens:
            yield _Piece(block, span, language, tokens)
        else:
            yield from _cut(text, block, span, language, sizes, count)


def _cut(
    text: str,
    block: Block,
    span: Span,
    language: str,
    sizes: PassageSettings,
    count: Callable[[str], int],
) -> Iterator[_Piece]:
    """Sentences of a long block, gathered up to the target size."""
    start, end, total = span.start, span.start, 0
    for sentence in sentences.split(span.of(text), language):
        for part in _fitting(text, sentence.shifted(span.start), sizes.max_tokens, count):
            tokens = count(part.of(text))
            if total and total + tokens > sizes.target_tokens:
                yield _Piece(block, Span(start, end), language, total)
                start, total = part.start, 0
            end, total = part.end, total + tokens
    if total:
        yield _Piece(block, Span(start, end), language, total)


def _fitting(text: str, span: Span, max_tokens: int, count: Callable[[str], int]) -> Iterator[Span]:
    """A span halved at a space near its middle until each part fits."""
    words = span.of(text)
    if count(words) <= max_tokens or len(words) < 2:
        yield span
        return
    middle = len(words) // 2
    space = words.rfind(" ", middle // 2, middle)
    cut = span.start + (space + 1 if space > 0 else middle)
    for part in (Span(span.start, cut), Span(cut, span.end)):
        trimmed = part.trimmed(text)
        if trimmed:
            yield from _fitting(text, trimmed, max_tokens, count)


def _grouped(
    pieces: Iterable[_Piece], sizes: PassageSettings, rows: bool
) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _joins(group, piece, sizes, rows):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _joins(group: list[_Piece], piece: _Piece, sizes: PassageSettings, rows: bool) -> bool:
    last = group[-1]
    if rows or last.block.page != piece.block.page or last.block.speaker != piece.block.speaker:
        return False
    total = sum(part.tokens for part in group) + piece.tokens
    if all(part.block.role is Role.HEADING for part in group):
        headed = piece.block.role not in _UNHEADED and piece.language in (last.language, "und")
        return headed and total <= sizes.max_tokens
    if piece.block.role is not last.block.role or piece.block.role in _ALONE:
        return False
    if piece.language != last.language:
        return False
    return total <= sizes.target_tokens or (
        sum(part.tokens for part in group) < sizes.min_tokens and total <= sizes.max_tokens
    )


def _passage(document_id: str, text: str, group: list[_Piece]) -> Passage:
    span = Span(group[0].span.start, group[-1].span.end)
    longest = max(group, key=lambda piece: len(piece.span))
    last = group[-1].block
    return Passage(
        document_id,
        span,
        span.of(text),
        language=longest.language,
        role=last.role,
        speaker=last.speaker,
        page=group[0].block.page,
    )
