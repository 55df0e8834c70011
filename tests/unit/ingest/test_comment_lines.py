"""Lines over comments are read apart; lines of articles are none."""

from __future__ import annotations

import pytest

from rag.ingest import comment_headers, comment_headings
from rag.ingest.commenters import is_name_line, stands_in


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Oldfield_77 · 3 hours ago", "Oldfield_77"),
        ("3楼 小明 昨天 12:30", "小明"),
        ("Иван Петров пишет:", "Иван Петров"),
        ("On 4 May 2020 at 10:40, Tom Harker wrote:", "Tom Harker"),
        ("[–]saltmarsh_ 214 points 5 hours ago", "saltmarsh_"),
        ("R. Patel · 1 hour ago", "R. Patel"),
        ("Kestrel Tower @kestrel@sky.example · 2h", "Kestrel Tower"),
        ("u/rye_lover • 3y ago", "rye_lover"),
        ("3. Anna B. | 04.05.2021 | 18:22", "Anna B."),
        ("Сообщение Иван Петров » 04 май 2021, 18:22", "Иван Петров"),
        ("作者: 张三 时间: 2021-5-4 18:22", "张三"),
        ("نوشته شده توسط علی در ۱۴۰۱/۰۳/۱۲ ساعت ۱۰:۴۵", "علی"),
        ("كتب سامي بتاريخ 12-03-2021 الساعة 10:30", "سامي"),
        ("Subject: Re: the old lock", None),
        ("[10:05] * carla joins", None),
        ("Guest · 2 hours ago", None),
        ("Like · Reply · 12", None),
        ("In reply to oven_man", None),
    ],
)
def test_a_header_tells_its_name(line: str, name: str | None) -> None:
    header = comment_headers.read(line)
    assert header is not None
    assert header.name == name


@pytest.mark.parametrize(
    "line",
    [
        "09:40 The manager, Paul Renn, speaks to reporters.",
        "Paul Renn, 3 May 2011, The strike that was not. Harbour Press.",
        "He died in 1943.",
        "In 1990 he said:",
        "第一章 2020年",
    ],
)
def test_a_sentence_is_no_header(line: str) -> None:
    header = comment_headers.read(line)
    assert header is None or not header.strong


def test_headings_count_and_close() -> None:
    heading = comment_headings.read("12 comments on “The lock”")
    assert heading is not None
    assert (heading.count, heading.sure) == (12, True)
    bare = comment_headings.read("Комментарии")
    assert bare is not None
    assert not bare.sure
    assert comment_headings.read("The board had no comments on this.") is None
    assert comment_headings.closes("相关阅读")


def test_names_and_stand_ins() -> None:
    assert is_name_line("Lars from Malmö")
    assert not is_name_line("Well said")
    assert stands_in("匿名用户")
    assert stands_in("Guest 12")
    assert not stands_in("Augusta")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[14/02/2023, 08:33:05] Nora: ok bringing 6 balls", "Nora"),
        ("12/02/2023, 08:31 - Nora: hi there", "Nora"),
        ("[10:03] <ana> ok", "ana"),
    ],
)
def test_a_chat_line_is_somebodys_words_and_no_header(line: str, name: str) -> None:
    opening = comment_headers.opening(line)
    assert comment_headers.read(line) is None
    assert opening is not None
    assert opening.name == name
    assert comment_headers.is_over_words(line)
