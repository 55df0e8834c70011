"""Decides the role of every block: what the structure says first, then what the form shows.

Roles are conservative: a block is called boilerplate, caption, note or comment only on positive
signs; round an uncertain border between article and comments the role stays `unknown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from rag.ingest import boilerplate, comments, lines
from rag.records import Block, Role

_CAPTION = regex.compile(
    r"""^[\[(（【]?\s*(?:photo|picture|image|figure|fig\.|source:\s*photo|图片?|照片|资料图|配图
        |фото|иллюстрация|рис\.|عکس|تصویر|شکل|صورة|الصورة)\s*(?:\d+)?\s*[:：.／/]
    | [\[(（【]\s*(?:photo|photograph|image|picture|file\s+photo|photo\s+by|图|图片|摄|照片|фото
        |عکس|صورة|تصوير)[^\])）】]{0,60}[\])）】]\s*$
    | [（(][^（）()]{1,20}[摄攝][）)]\s*$""",
    regex.IGNORECASE | regex.VERBOSE,
)
_NOTE = regex.compile(
    r"""^[*_\s]*[\[(（【]?\s*(?:editor'?s?’?s?\s+note|note|notes|authors?|about\s+the\s+authors?|keywords?
        |key\s+words|correction|disclaimer|by|来源|來源|责任编辑|編輯|编辑|作者|关键词|编者按|按语|译者
        |автор|авторы|об\s+авторе|ключевые\s+слова|примечание|редактор|источник
        |نویسنده|درباره\s+نویسنده|یادداشت|کلیدواژه|منبع|الكاتب|ملاحظة|المصدر|كلمات\s+مفتاحية)
        \s*(?:[\])）】:：]|(?<=by)\s+\p{Lu})""",
    regex.IGNORECASE | regex.VERBOSE,
)
_ABSTRACT = regex.compile(
    r"^[\[【(]?\s*(?:abstract|summary|摘\s*要|аннотация|резюме|چکیده|الملخص|ملخص)\s*[\]】):：]",
    regex.IGNORECASE,
)
_REFERENCES = regex.compile(
    r"^\W*(?:references|bibliography|works cited|参考文献|注释|литература|список литературы"
    r"|منابع|مراجع|المراجع|المصادر)\W*$",
    regex.IGNORECASE,
)
_REFERENCE = regex.compile(r"^(?:\[\d{1,3}\]|\d{1,3}\.)\s.*(?:\b(?:1[89]|20)\d\d\b|doi)", regex.I)
_PARENTHESIS = regex.compile(r"^[(（][^()（）]{10,400}[)）]$", regex.DOTALL)
_CLOSED = regex.compile(r"[.!?。！？؟۔…;；:：,，،][\"'”’»）)\]]*\s*$")
_HEADING_CHARS = 120
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def decide(text: str, blocks: Sequence[Block], *, threads: bool = True) -> list[Block]:
    """The blocks with their roles decided.

    Parameters: `blocks` as a reader found them, cut into lines where lines are the units;
    `threads` looks for readers' comments after an article (only sensible for running text).
    """
    cut = [part for block in blocks for part in lines.cut(text, block)]
    decided = [_by_form(text, cut, index) for index in range(len(cut))]
    decided = _form_leftovers(text, _references(text, decided))
    return _comments(text, cut, decided) if threads else decided


def _by_form(text: str, blocks: Sequence[Block], index: int) -> Block:
    block = blocks[index]
    words = block.span.of(text).strip()
    if block.role in (Role.UNKNOWN, Role.HEADING) and boilerplate.is_furniture(words):
        return replace(block, role=Role.BOILERPLATE)
    if block.role is Role.HEADING and boilerplate.is_template(words):
        return replace(block, role=Role.BOILERPLATE)
    if block.role is not Role.UNKNOWN:
        return block
    return replace(block, role=_form(words, _next_length(text, blocks, index), index))


def _next_length(text: str, blocks: Sequence[Block], index: int) -> int:
    if index + 1 >= len(blocks):
        return 0
    return len(blocks[index + 1].span.of(text).strip())


def _form(words: str, next_length: int, index: int) -> Role:
    if boilerplate.is_template(words):
        return Role.BOILERPLATE
    if _CAPTION.search(words) and len(words) < 400:
        return Role.CAPTION
    if _ABSTRACT.match(words):
        return Role.ABSTRACT
    if _NOTE.match(words) and len(words) < 400:
        return Role.NOTE
    if _PARENTHESIS.match(words):
        return Role.NOTE
    if _looks_like_heading(words, next_length, index):
        return Role.HEADING
    return Role.BODY


def _looks_like_heading(words: str, next_length: int, index: int) -> bool:
    """A short line without closing punctuation before something longer, or near the top."""
    width = len(words) + 2 * len(_WIDE.findall(words))
    if width > _HEADING_CHARS or "\n" in words:
        return False
    if _CLOSED.search(words) and words[-1] not in "?؟？":
        return False
    return next_length > 2 * len(words) or index < 3


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
        inside = (inside or boilerplate.opens_form(words)) and len(words) <= _HEADING_CHARS
        out.append(replace(block, role=Role.BOILERPLATE) if inside else block)
    return out


def _comments(text: str, cut: Sequence[Block], decided: Sequence[Block]) -> list[Block]:
    formed = [block.role is Role.UNKNOWN for block in cut]
    lines = comments.read(text, decided, formed)
    zone = comments.find(lines)
    return comments.marked(lines, zone) if zone else list(decided)
