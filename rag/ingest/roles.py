"""Decides the role of every block: what the structure says first, then what the form shows.

Roles are conservative: a block is called boilerplate, caption, note or comment only on positive
signs; round an uncertain border between article and comments the role stays `unknown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from rag.ingest import boilerplate, comments, forms, lines, speakers, thread_lines
from rag.records import Block, Role

_REFERENCES = regex.compile(
    r"^\W*(?:references|bibliography|works cited|参考文献|注释|литература|список литературы"
    r"|منابع|مراجع|المراجع|المصادر)\W*$",
    regex.IGNORECASE,
)
_REFERENCE = regex.compile(r"^(?:\[\d{1,3}\]|\d{1,3}\.)\s.*(?:\b(?:1[89]|20)\d\d\b|doi)", regex.I)
_LONGEST_LABEL = 120


def decide(text: str, blocks: Sequence[Block], *, threads: bool = True) -> list[Block]:
    """The blocks with their roles decided.

    Parameters: `blocks` as a reader found them, cut into lines where lines are the units;
    `threads` looks for readers' comments after an article (only sensible for running text).
    """
    cut = [part for block in blocks for part in lines.cut(text, block)]
    decided = [_by_form(text, cut, index, heads=threads) for index in range(len(cut))]
    decided = _form_leftovers(text, _references(text, decided))
    return _voices(text, cut, decided) if threads else decided


def _by_form(text: str, blocks: Sequence[Block], index: int, *, heads: bool) -> Block:
    """The block with its role; `heads` tells that a short one may head what follows."""
    block = blocks[index]
    words = block.span.of(text).strip()
    if block.role in (Role.UNKNOWN, Role.HEADING) and boilerplate.is_furniture(words):
        return replace(block, role=Role.BOILERPLATE)
    if block.role is Role.HEADING and boilerplate.is_template(words):
        return replace(block, role=Role.BOILERPLATE)
    if block.role is not Role.UNKNOWN:
        return block
    role = forms.role_of(words, _next_length(text, blocks, index), index)
    return replace(block, role=Role.BODY if role is Role.HEADING and not heads else role)


def _next_length(text: str, blocks: Sequence[Block], index: int) -> int:
    if index + 1 >= len(blocks):
        return 0
    return len(blocks[index + 1].span.of(text).strip())


def _references(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Entries of a bibliography: everything under its heading that looks like one."""
    inside = False
    out: list[Block] = []
    for block in blocks:
        words = block.span.of(text).strip()
        if _REFERENCES.match(words):
            inside = True
        elif block.role is Role.HEADING:
            inside = False
        elif inside or _REFERENCE.match(words):
            block = replace(block, role=Role.REFERENCE) if _REFERENCE.match(words) else block
        out.append(block)
    return out


def _form_leftovers(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Short blocks that follow the opening of a comment form are the form's own labels."""
    inside = False
    out: list[Block] = []
    for block in blocks:
        words = block.span.of(text).strip()
        inside = (inside or boilerplate.opens_form(words)) and len(words) <= _LONGEST_LABEL
        out.append(replace(block, role=Role.BOILERPLATE) if inside else block)
    return out


def _voices(text: str, cut: Sequence[Block], decided: Sequence[Block]) -> list[Block]:
    """Comments apart from the article; where there are none, the turns of an interview."""
    formed = [block.role is Role.UNKNOWN for block in cut]
    found = thread_lines.read(text, decided, formed)
    zone = comments.find(found)
    return comments.marked(found, zone) if zone else speakers.turns(found)
