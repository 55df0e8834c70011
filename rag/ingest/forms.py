"""What a block's form alone shows it to be: caption, note, abstract, heading, leftover or body."""

from __future__ import annotations

import regex

from rag.ingest import boilerplate
from rag.records import Role

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
_PARENTHESIS = regex.compile(r"^[(（][^()（）]{10,400}[)）]$", regex.DOTALL)
_AFFILIATION = regex.compile(
    r"^(?:\d{1,2}|[*†‡])\s?\p{L}.{0,200}(?:university|institute|department|faculty|college"
    r"|大学|研究所|学院|университет|институт|кафедра|دانشگاه|دانشکد\p{L}*|گروه|پژوهشگاه|جامعة|كلية|معهد)",
    regex.IGNORECASE,
)
_CLOSED = regex.compile(r"[.!?。！？؟۔…;；:：,，،][\"'”’»）)\]]*\s*$")
_ROW = regex.compile(r"\t|^\|.*\|$")
_HEADING_CHARS = 120
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def role_of(words: str, next_length: int, index: int) -> Role:
    """The role of the `index`-th block of a document, before a block of `next_length` characters.

    Whatever shows no sign of another role is body.
    """
    if boilerplate.is_template(words) or (index < 2 and boilerplate.is_search_box(words)):
        return Role.BOILERPLATE
    if _CAPTION.search(words) and len(words) < 400:
        return Role.CAPTION
    if _ABSTRACT.match(words):
        return Role.ABSTRACT
    if _NOTE.match(words) and len(words) < 400:
        return Role.NOTE
    if _PARENTHESIS.match(words) or _AFFILIATION.match(words):
        return Role.NOTE
    if _looks_like_heading(words, next_length, index):
        return Role.HEADING
    return Role.BODY


def _looks_like_heading(words: str, next_length: int, index: int) -> bool:
    """A short line without closing punctuation before something longer, or near the top."""
    width = len(words) + 2 * len(_WIDE.findall(words))
    if width > _HEADING_CHARS or "\n" in words or _ROW.search(words):
        return False
    if _CLOSED.search(words) and words[-1] not in "?؟？":
        return False
    return next_length > 2 * len(words) or index < 3
