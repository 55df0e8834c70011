"""Bylines, datelines and titles are found in running text, and never guessed."""

from __future__ import annotations

import pytest

from rag.ingest import names, readers
from rag.records import Provenance

BODY = (
    "The river rose again during the night, and in the towns along its banks people carried"
    " their belongings to the upper floors while volunteers filled bags with sand."
)


def found(text: str) -> Provenance:
    return readers.read("a.txt", text.encode())[0].provenance


@pytest.mark.parametrize(
    ("head", "authors", "publisher", "published"),
    [
        ("By Hanna Okafor and Luis Prieto | Published 3 May 2020, updated 5 May 2020",
         ("Hanna Okafor", "Luis Prieto"), None, "2020-05-03"),
        ("Written by Dr. Hanna Okafor\nMay 3, 2020", ("Dr. Hanna Okafor",), None, "2020-05-03"),
        ("Valley Daily, by Luis Prieto, 2020-05-03", ("Luis Prieto",), "Valley Daily",
         "2020-05-03"),
        ("2020年05月03日 10:22 来源:河谷日报 作者:王晓明、李丽",
         ("王晓明", "李丽"), "河谷日报", "2020-05-03"),
        ("来源：河谷日报　　责任编辑：陈芳\n2020-05-03", (), "河谷日报", "2020-05-03"),
        ("Автор: Иван Петров\nОпубликовано: 3 мая 2020 г.\nИсточник: Речной вестник",
         ("Иван Петров",), "Речной вестник", "2020-05-03"),
        ("نویسنده: سارا محمدی\nتاریخ انتشار: ۱۴ اردیبهشت ۱۳۹۹\nمنبع: روزنامه دره",
         ("سارا محمدی",), "روزنامه دره", "2020-05-03"),
        ("نویسندگان\nسارا محمدی ۱\nعلی رضایی ۲\n۱ دانشیار، دانشگاه دره، تهران، ایران.",
         ("سارا محمدی", "علی رضایی"), None, None),
        ("بقلم: سامي الخطيب\nتاريخ النشر: 3 مايو 2020\nالمصدر: جريدة الوادي",
         ("سامي الخطيب",), "جريدة الوادي", "2020-05-03"),
        ("دوره ۱۶، شماره ۱، شهریور ۱۴۰۲، صفحه ۲۱۱-۲۳۶", (), None, "2023"),
        ("Journal of Rivers, vol. 3, no. 2, 2019", (), None, "2019"),
    ],
)  # fmt: skip
def test_heads(
    head: str, authors: tuple[str, ...], publisher: str | None, published: str | None
) -> None:
    provenance = found(f"The towns along the river wait\n\n{head}\n\n{BODY}\n")
    assert provenance.authors == authors
    assert provenance.publisher == publisher
    assert provenance.published == published


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 the river rose. By May 2020 Hanna Okafor had left.",
        "The bridge, by Hanna's account, opened on 3 May 2020 and closed again.",
        "Accessed: 3 May 2020",
        "Ann Lee (14 March 1879 – 18 April 1955) was a bridge builder.",
        "تاریخ دریافت: ۱۲ دی ۱۴۰۱",
        "Copyright 2020",
        "He asked the author: who else knows of it?",
        "The source: a river that rises in the hills and is fed by many streams all year round.",
    ],
)
def test_sentences_and_other_dates_say_nothing(text: str) -> None:
    provenance = found(f"{BODY}\n\n{text}\n\n{BODY}\n")
    assert (provenance.authors, provenance.publisher, provenance.published) == ((), None, None)


def test_a_dateline_opens_a_news_text() -> None:
    assert found(f"VALLEY CITY, May 3, 2020 (Wire) - {BODY}").published == "2020-05-03"


def test_notes_on_the_authors_close_a_text() -> None:
    notes = "Hanna Okafor is a fellow at the Valley Institute.\n\nLuis Prieto teaches history."
    text = f"{BODY}\n\n{BODY}\n\n{notes}\n\nPhoto: a bridge\n\nLeave a Reply\n"
    assert found(text).authors == ("Hanna Okafor", "Luis Prieto")


def test_a_person_the_text_speaks_about_is_no_author() -> None:
    text = f"{BODY}\n\nHanna Okafor is the director of the dam.\n\n{BODY}\n\n{BODY}"
    assert found(text).authors == ()


def test_two_lists_of_authors_name_nobody() -> None:
    text = f"[Authors] Hanna Okafor, Valley Institute\n\n{BODY}\n\n[Authors] Luis Prieto, City\n"
    assert found(text).authors == ()


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("The towns along the river wait", "The towns along the river wait"),
        ("Why does the river rise?", "Why does the river rise?"),
        ("搜索 河谷报\n\n首页 国际 评论 English\n\n河边小镇准备迎接汛期", "河边小镇准备迎接汛期"),
        ("شهرهای کنار رود آماده می‌شوند", "شهرهای کنار رود آماده می‌شوند"),
        ("نوع مقاله : مقاله پژوهشی", None),
        ("Home | News | Sport", None),
        ("Page 160 - 2020\n\nJournal of River Studies", None),
        ("Nikola Tesla", "Nikola Tesla"),
        ("梵文", "梵文"),
        ("Home", None),
        ("It was late.", None),
        ("12.05.2020 10:22:31", None),
    ],
)
def test_titles(opening: str, title: str | None) -> None:
    assert found(f"{opening}\n\n{BODY}\n\n{BODY}\n").title == title


@pytest.mark.parametrize(
    "name",
    ["Ann Lee", "Nadège Rolland", "J. R. Okafor", "Andrea Kendall-Taylor", "Иван Петров", "高飞",
     "卡洛斯·冈萨雷斯", "سارا محمدی", "سامي الخطيب", "Vincent van Dyke", "Dr. Ann Lee"],
)  # fmt: skip
def test_names(name: str) -> None:
    assert names.is_name(name)


@pytest.mark.parametrize("words", ["Reuters", "who else knows", "2020", "the Valley Institute", ""])
def test_other_words_are_no_names(words: str) -> None:
    assert not names.is_name(words)


def test_values_with_broken_characters_are_left_out() -> None:
    record = b'{"title": "lone \\ud83d half", "text": "Words.", "author": "Ann Lee"}'
    provenance = readers.read("a.json", record)[0].provenance
    assert provenance.title is None or "\ud83d" not in provenance.title
    assert provenance.authors == ("Ann Lee",)


def test_a_comments_date_is_not_the_articles():
    article = (
        "شهردار صبح سه‌شنبه پل عابر پیاده میدان نارنج را افتتاح کرد و مردم از آن گذشتند.\n\n"
        "به گفته شهرداری روزانه حدود هفت هزار نفر از این پل عبور خواهند کرد.\n\n"
    )
    thread = (
        "نظرات کاربران\n\nرضا\n۱۴۰۱/۰۳/۱۲ - ۱۰:۴۵\nآسانسورها از روز اول خراب است.\nپاسخ\n\n"
        "مریم\n۱۴۰۱/۰۳/۱۲ - ۱۱:۲۰\nای کاش کنار پل سایه‌بان هم می‌گذاشتید.\nپاسخ\n"
    )
    assert found(article + thread).published is None


def test_a_chats_date_is_that_of_its_first_words_and_its_title_none_of_its_lines():
    chat = (
        "[14/02/2023, 08:31:12] Nora: Is practice on tonight, and in which of the halls?\n"
        "[14/02/2023, 08:32:40] Bill: Yes, 18:30 at the east hall, the west hall is flooded\n"
        "[15/02/2023, 09:10:59] Pim: I can't come, it is my knee again\n"
    )
    assert found(chat).title is None
    assert found(chat).published != "2023-02-15"
