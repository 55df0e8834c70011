"""Who says a sentence's words, and that nobody is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.speech import attributed

NAMED = [
    (
        "en",
        "The talks will resume in May, said Anna Kowalska, the deputy minister.",
        "Anna Kowalska",
    ),
    ("en", '"We will rebuild the bridge," Tom Harker said on Tuesday.', "Tom Harker"),
    ("en", "According to Mira Desai, the rails were last replaced in 1988.", "Mira Desai"),
    ("en", "The rails were last replaced in 1988, according to Mira Desai.", "Mira Desai"),
    (
        "en",
        "Defence Secretary James Mattis told reporters that he saw little in common.",
        "Defence Secretary James Mattis",
    ),
    ("en", "Kowalska, who runs the yard, warned that the rails would break.", "Kowalska"),
    ("en", "Dr. Layla Rahman, who runs the ward, told the paper that it is full.", "Layla Rahman"),
    ("en", "The bridge is safe, transport minister Kamal Shahin has said.", "Kamal Shahin"),
    ("ar", 'وقال المهندس حسام الدين بركات، مدير المشروع: "اكتمل بناء السوق".', "حسام الدين بركات"),
    ("ar", "وأوضح رئيس البلدية سامي نور الدين أن الطريق سيفتح غداً.", "سامي نور الدين"),
    ("ar", '"لن نغلق المدرسة"، قال مدير المدرسة عادل حمدان.', "عادل حمدان"),
    ("fa", "مهندس حسام برکات، مدیر پروژه گفت: «هزینه پل بالا بود.»", "حسام برکات"),
    ("ru", "По словам Ольги Ветровой, в границы вошли три озера.", "Ольги Ветровой"),
    ("ru", "Министр Ольга Ветрова заявила, что охота будет запрещена.", "Министр Ольга Ветрова"),
    ("ru", "«Мы восстановим мост», — сказал Павел Громов.", "Павел Громов"),
    ("ru", "Как сообщил Павел Громов, мост восстановят к осени.", "Павел Громов"),
    ("ru", "Мост восстановят к осени, сообщил глава района Павел Громов.", "Павел Громов"),
    (
        "zh",
        "俄罗斯总统新闻秘书佩斯科夫1月24日表示,只要美国有意愿,俄罗斯准备与美国总统拜登进行对话。",
        "佩斯科夫",
    ),
    ("zh", "文化局副局长陈立表示，延时服务所需经费已列入预算。", "陈立"),
    ("zh", "安德烈·科尔图诺夫指出：“两国的分歧很难弥合。”", "安德烈·科尔图诺夫"),
    ("zh", "据新华社报道，会议将于五月举行，双方都会出席。", "新华社"),
    ("fa", "به گفته رضا محمدی، ذخیره سد به کمتر از سی درصد رسیده است.", "رضا محمدی"),
    ("fa", "رضا محمدی گفت که ذخیره سد کم شده است.", "رضا محمدی"),
    ("ar", "وقال وزير النقل سامر الحداد إن الخط سينقل مئتي ألف راكب يوميا.", "سامر الحداد"),
    ("ar", "قال سامر الحداد: «سنبني الجسر من جديد».", "سامر الحداد"),
    ("ar", "بحسب سامر الحداد، سينقل الخط مئتي ألف راكب.", "سامر الحداد"),
    ("ar", "وفقا لوزارة النقل، سينقل الخط مئتي ألف راكب.", "وزارة النقل"),
]
UNNAMED = [
    ("en", "She said the rails were old."),
    ("en", "Experts said that the rails were old."),
    ("en", "Anna Kowalska was told that the rails were old."),
    ("en", "Anna Kowalska wrote a book about rails in 1988."),
    ("en", "It is said that Anna Kowalska never slept."),
    ("ru", "Он заявил, что мост восстановят."),
    ("ru", "По словам экспертов, мост восстановят."),
    ("zh", "他表示，延时服务所需经费已列入预算。"),
    ("zh", "专家认为，延时服务所需经费过高。"),
    ("fa", "وزیر نیرو علی اکبر محرابیان اعلام کرد: ذخیره سد کم شده است."),
    ("fa", "او گفت که ذخیره سد کم شده است."),
    ("fa", "به گفته کارشناسان، ذخیره سد کم شده است."),
    ("ar", "وقال إن الخط سينقل مئتي ألف راكب يوميا."),
    ("ar", "يعتقد العلماء أن الخط قديم جدا."),
]


@pytest.mark.parametrize(("language", "sentence", "speaker"), NAMED)
def test_the_speaker_is_named(language: str, sentence: str, speaker: str) -> None:
    found = attributed(sentence, language)
    assert found is not None
    assert found.speaker == speaker
    assert found.name_span.of(sentence) == speaker
    assert not found.said.overlaps(found.name_span)


@pytest.mark.parametrize(("language", "sentence"), UNNAMED)
def test_nobody_is_made_up(language: str, sentence: str) -> None:
    assert attributed(sentence, language) is None


def test_the_words_said_are_told() -> None:
    sentence = "According to Mira Desai, the rails were last replaced in 1988."
    found = attributed(sentence, "en")
    assert found is not None
    assert found.said.of(sentence) == "the rails were last replaced in 1988"


@given(st.text(), st.sampled_from(["en", "zh", "fa", "ru", "ar", "de"]))
def test_spans_lie_inside_any_sentence(sentence: str, language: str) -> None:
    found = attributed(f"{sentence} said {sentence}", language)
    assert found is None or found.said.end <= 2 * len(sentence) + 6
