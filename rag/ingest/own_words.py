"""What a document itself says, apart from what its readers wrote under it.

A comment's date is not the article's. Of a text that is a talk from its first line, the first
utterance alone counts: it is the one that began it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.ingest import roles
from rag.records import Block, Role, Span

_OTHERS = frozenset({Role.COMMENT, Role.UNKNOWN})
_FURNITURE = frozenset({Role.BOILERPLATE, Role.HEADING})


def own_words(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks up to where others begin to speak.

    Parameters: `blocks` as a reader found them, their roles not decided yet.
    """
    end = _end(text, roles.decide(text, blocks))
    return [
        replace(block, span=Span(block.span.start, min(block.span.end, end)))
        for block in blocks
        if block.span.start < end
    ]


def _end(text: str, decided: Sequence[Block]) -> int:
    first = next((i for i, block in enumerate(decided) if block.role in _OTHERS), None)
    if first is None:
        return len(text)
    over = first
    while over and decided[over - 1].role in _FURNITURE:
        over -= 1
    return decided[over].span.start if over else decided[first].span.end
