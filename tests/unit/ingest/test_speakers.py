"""Who speaks in a thread whose signs are easily misread."""

from __future__ import annotations

from threads_made import ARTICLE, comments, decided

from rag.records import Role


def test_a_remark_under_the_heading_does_not_shift_the_names() -> None:
    page = ("2 comments", "Sorted by oldest, please keep to our rules when you post.")
    first = ("Ann Lee, 3 June 2019 at 18:02", "It was gone.")
    second = ("oven_man, 3 June 2019 at 19:40", "Salt and time.")
    found = dict(comments(*ARTICLE, *page, *first, *second))
    assert (found["It was gone."], found["Salt and time."]) == ("Ann Lee", "oven_man")


def test_whom_a_comment_answers_is_not_who_wrote_it() -> None:
    page = ("网友评论", "山里人 2023-01-09 08:12", "等了六年。", "阿东 2023-01-09 09:30")
    found = comments(*ARTICLE, *page, "回复 山里人", "还没开呢。")
    assert found == [("等了六年。", "山里人"), ("还没开呢。", "阿东")]


def test_an_answer_to_ones_own_mail_is_somebody_elses() -> None:
    page = ("From: Ann Lee", "The pump stopped again.", "On Tue, 3 Mar 2015, Ann Lee wrote:")
    found = comments(*page, "> The pump stopped again.", "Same with mine, it is the seal.")
    assert [who for _, who in found] == ["Ann Lee", "Ann Lee", None]


def test_a_name_may_close_a_paragraph() -> None:
    page = ("1 Answer", "answered Jan 4 2018 at 12:30 by Milo Ferrer", "In a dry week.")
    found = comments(*ARTICLE, *page, "Why only then? – rosa_k Jan 4 2018 at 13:01")
    assert [who for _, who in found] == ["Milo Ferrer", "rosa_k"]


def test_names_before_a_colon() -> None:
    page = ("Comments", "Peter H.: It was my turn.", "Moll F.: It never is.")
    assert [who for _, who in comments(*ARTICLE, *page)] == ["Peter H.", "Moll F."]


def test_a_forum_topic_has_a_subject_over_every_post() -> None:
    posts = (
        "Topic: The old lock",
        "Posted by: Joe M. » Tue 04 May 2021, 18:22\nThe gates were shut all the week again.",
        "Re: The old lock\nPosted by: Hattie K. » Tue 04 May 2021, 19:03\nThey are cracked.",
        "Re: The old lock\nPosted by: Joe M. » Tue 04 May 2021, 19:40\nEverything cracks in time.",
    )
    found = decided(*posts)
    assert [(words, who) for words, role, who in found if role is Role.COMMENT] == [
        ("The gates were shut all the week again.", "Joe M."),
        ("They are cracked.", "Hattie K."),
        ("Everything cracks in time.", "Joe M."),
    ]
    assert {role for words, role, _ in found if words.startswith("Re:")} == {Role.BOILERPLATE}


def test_a_chat_has_a_speaker_in_every_line() -> None:
    chat = (
        "[10:02] <ana> the release is on friday, right?\n"
        "[10:03] <bertl> no, moved to monday because of the certificate\n"
        "[10:03] <ana> ok\n"
        "[10:05] * carla joins\n"
        "[10:06] <carla> who owns the certificate?"
    )
    assert [who for _, who in comments(chat)] == ["ana", "bertl", "ana", "carla"]
