"""The lines at the top and the end of a text, where a document says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.records import Block, Role, Span

_HEAD_BLOCKS = 14
_HEAD_CHARS = 3000
_TAIL_BLOCKS = 8
_TITLE_BLOCKS = 2
_OPENING_CHARS = 2000
_OTHERS_WORDS = frozenset({Role.COMMENT, Role.QUOTATION, Role.REFERENCE, Role.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block's opening without the white space at its ends, and the block's role."""

    text: str
    role: Role = Role.UNKNOWN


@dataclass(frozen=True, slots=True)
class Edges:
    """Lines of the head and of the tail, in order; in a short text they share some."""

    head: tuple[Line, ...]
    tail: tuple[Line, ...]


def edges(text: str, blocks: Sequence[Block]) -> Edges:
    """The edges of a text; what others say in it (comments, quotations) and furniture is left out.

    Where a document has comments, its tail is what stands before the first.
    """
    ends = next((i for i, block in enumerate(blocks) if block.role is Role.COMMENT), len(blocks))
    own = [block for block in blocks[:ends] if block.role not in _OTHERS_WORDS]
    head = [block for block in own[:_HEAD_BLOCKS] if block.span.start < _HEAD_CHARS]
    tail = own[max(_TITLE_BLOCKS, len(own) - _TAIL_BLOCKS) :]
    return Edges(tuple(_lines(text, head)), tuple(_lines(text, tail)))


def _lines(text: str, blocks: Iterable[Block]) -> Iterable[Line]:
    for block in blocks:
        opening = Span(block.span.start, min(block.span.end, block.span.start + _OPENING_CHARS))
        for line in opening.of(text).split("\n"):
            if bare := " ".join(line.split()):
                yield Line(bare, block.role)
