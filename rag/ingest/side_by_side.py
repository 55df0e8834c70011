"""Parts the rows of a table that says the same in two languages, a column for each.

Each side becomes a block of its own, so that no passage mixes languages and the sides can be found
to be twins. Only rows of sentences are parted: in a table of names and figures one cell tells what
the other is about, whatever they are written in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from rag.records import Block, Role, Span
from rag.text.scripts import script_shares

_BETWEEN_CELLS = regex.compile(r'\s*[\t|]\s*|"?[,;](?=\S)"?')
_ROUND_CELLS = ' \t|"'
_FEWEST_ROWS = 3
_MOST_ROWS = 0.6
"""Share of the rows that must have two such sides."""
_FEWEST_LETTERS = 20
_PURE = 0.8
"""Share of what a side says that must be in one script."""
_BALANCE = 3
"""How many times as much as the other one side may say."""


def parted(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the rows of a bilingual table in two; all others as they are."""
    rows = [block for block in blocks if _is_row(text, block)]
    sides = {block.span: found for block in rows if (found := _sides(text, block))}
    if len(sides) < max(_FEWEST_ROWS, _MOST_ROWS * len(rows)):
        return list(blocks)
    return [part for block in blocks for part in sides.get(block.span, (block,))]


def _is_row(text: str, block: Block) -> bool:
    words = block.span.of(text)
    return block.role is Role.BODY and bool(_BETWEEN_CELLS.search(words)) and "\n" not in words


def _sides(text: str, block: Block) -> tuple[Block, Block] | None:
    """The two sides of a row where its cells go over from one script to another, if they do."""
    for match in _BETWEEN_CELLS.finditer(text, block.span.start, block.span.end):
        one = Span(block.span.start, match.start()).trimmed(text, _ROUND_CELLS)
        other = Span(match.end(), block.span.end).trimmed(text, _ROUND_CELLS)
        if _are_two_languages(one.of(text), other.of(text)):
            return replace(block, span=one), replace(block, span=other)
    return None


def _are_two_languages(one: str, other: str) -> bool:
    sizes = _size(one), _size(other)
    if not _FEWEST_LETTERS <= max(sizes) <= _BALANCE * min(sizes):
        return False
    scripts = _script(one), _script(other)
    return None not in scripts and scripts[0] != scripts[1]


def _size(words: str) -> int:
    """How much a side says, in Latin letters."""
    return script_shares(words).total()


def _script(words: str) -> str | None:
    """The script that says nearly all of it, None where there is none such."""
    ((script, said),) = script_shares(words).most_common(1) or [("", 0)]
    return script if said and said >= _PURE * _size(words) else None
