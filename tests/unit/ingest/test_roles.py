"""What a block's form and the lines round it say about its role."""

from __future__ import annotations

import pytest
from threads_made import ARTICLE, comments, decided

from rag.ingest import roles
from rag.records import Block, Role, Span

HEADED = {
    "en": ("2 comments", "Ann Lee · 3 hours ago", "bo_77 · 12 minutes ago"),
    "zh": ("网友评论（2）", "江边老李 2022-05-18 20:14", "小米粥 2022-05-18 21:02"),
    "ru": ("Комментарии: 2", "Сергей Л., 14.06.2021 в 18:22", "nadya_k, 15.06.2021 в 08:40"),
    "fa": ("نظرات کاربران (۲)", "رضا محمدی ۱۲ مرداد ۱۴۰۱ - ۱۴:۲۰", "مینا ۱۳ مرداد ۱۴۰۱ - ۰۹:۱۱"),
    "ar": ("التعليقات 2", "أبو كريم - قبل 5 ساعات", "ليلى - قبل ساعتين"),
}
NAMES = {
    "en": ["Ann Lee", "bo_77"],
    "zh": ["江边老李", "小米粥"],
    "ru": ["Сергей Л.", "nadya_k"],
    "fa": ["رضا محمدی", "مینا"],
    "ar": ["أبو كريم", "ليلى"],
}


@pytest.mark.parametrize("language", HEADED)
def test_comments_under_a_heading_have_their_names(language: str) -> None:
    heading, first, second = HEADED[language]
    found = comments(*ARTICLE, heading, first, "The gates are older.", second, "Since 1931.")
    assert [who for _, who in found] == NAMES[language]
    assert [words for words, _ in found] == ["The gates are older.", "Since 1931."]


def test_a_stand_in_names_nobody() -> None:
    found = comments(*ARTICLE, "1 comment", "Guest · 2 hours ago", "It was never open.")
    assert found == [("It was never open.", None)]


def test_what_follows_the_comments_is_none() -> None:
    lines = ("1 comment", "Ann Lee · 2 hours ago", "It was never open.", "Related posts")
    found = comments(*ARTICLE, *lines, "A lock for the north canal is planned, the board said.")
    assert len(found) == 1


def test_names_may_stand_under_the_words() -> None:
    answers = ("2 Answers", "Rub wax on the runners.", "answered by Jeb Stone 2 years ago")
    found = comments("How do I free a drawer?", "It sticks in summer.", *answers)
    assert found == [("Rub wax on the runners.", "Jeb Stone")]


def test_a_quoted_line_belongs_to_whom_it_quotes() -> None:
    mail = ("From: Ann Lee\nDate: Mon, 4 May 2020 09:12", "Has anybody a spare key to the lock?")
    reply = (
        "From: Tom Hark\nDate: Mon, 4 May 2020 10:40",
        "On 4 May 2020 at 09:12, Ann Lee wrote:",
    )
    found = comments(*mail, *reply, "> Has anybody a spare key?", "I do, in the shed.")
    assert [who for _, who in found] == ["Ann Lee", "Ann Lee", "Tom Hark"]


def test_a_byline_and_a_list_of_articles_are_no_comments() -> None:
    teasers = [
        part
        for title in ("Lock stays closed", "Bridge opens late", "Rain spoils the harvest")
        for part in (title, "By Jane Doe · 3 hours ago", ARTICLE[0])
    ]
    assert not comments(*teasers)


def test_section_called_comments_in_a_law_book_is_not_a_thread() -> None:
    law = ("Comments", "The provision should be read together with article 14 of the act.")
    assert not comments(*ARTICLE, *law, "Whether it binds the carrier is disputed.")


def test_turns_of_an_interview_have_speakers_and_are_no_comments() -> None:
    turns = [f"{name}: You said that it works, and I do not." for name in ("Ada Orr", "Li Wen") * 2]
    found = decided("A talk about locks", *turns)
    assert [who for _, _, who in found[1:]] == ["Ada Orr", "Li Wen", "Ada Orr", "Li Wen"]
    assert not any(role is Role.COMMENT for _, role, _ in found)


def test_a_search_box_and_a_comment_form_are_leftovers() -> None:
    found = decided("搜索 江岸晚报", "A closed lock", *ARTICLE, "Leave a Reply", "Name", "Website")
    leftovers = [words for words, role, _ in found if role is Role.BOILERPLATE]
    assert leftovers == ["搜索 江岸晚报", "Leave a Reply", "Name", "Website"]


def test_captions_notes_and_abstracts_keep_their_form() -> None:
    found = decided(
        "Title", "Photo: The lock in May", "Editor's note: Updated.", "Abstract: Locks."
    )
    assert [role for _, role, _ in found[1:]] == [Role.CAPTION, Role.NOTE, Role.ABSTRACT]


def test_rows_of_a_table_head_nothing() -> None:
    text = (
        "Minsk,Belarus\n\nA far longer row,of which the first could be the heading if it were one"
    )
    blocks = [Block(Span(0, 13)), Block(Span(15, len(text)))]
    assert {block.role for block in roles.decide(text, blocks, threads=False)} == {Role.BODY}
