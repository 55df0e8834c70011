"""Knows what the columns of tables and the fields of records are for, by their usual names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum


class Use(Enum):
    """What a field of a record holds, as far as a reader needs to know."""

    TEXT = "text"
    TITLE = "title"
    SPEAKER = "speaker"
    DATE = "date"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NAMES: Mapping[Use, frozenset[str]] = {
    Use.TEXT: _set(
        "text content contents body message comment post utterance transcript article selftext"
        " 内容 正文 文本 评论 текст сообщение комментарий содержание"
        " متن محتوا پیام نظر نص محتوى تعليق رسالة"
    ),
    Use.TITLE: _set("title subject headline heading 标题 题目 заголовок название عنوان"),
    Use.SPEAKER: _set(
        "author authors speaker user username sender from by commenter 作者 发言人 用户 用户名"
        " автор спикер пользователь отправитель نویسنده گوینده کاربر فرستنده"
        " الكاتب المؤلف المتحدث المستخدم"
    ),
    Use.DATE: _set(
        "date published datetime time timestamp created_at created published_at pubdate"
        " 日期 时间 发布时间 дата время تاریخ زمان التاريخ تاريخ"
    ),
}


def uses(fields: Iterable[object]) -> dict[Use, str]:
    """The field that serves each use, the first of several; fields of other names are left out."""
    found: dict[Use, str] = {}
    for field in fields:
        folded = str(field).strip().lower().replace(" ", "_")
        for use, known in _NAMES.items():
            if folded in known:
                found.setdefault(use, str(field))
    return found
