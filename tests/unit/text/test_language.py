from __future__ import annotations

import subprocess
import sys

import pytest

from rag.text.language import detect, direction, script_of_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who signed it?", "en"),
        ("NATO expansion cost", "en"),
        ("hello", "en"),
        ("What was the price in the war?", "en"),
        ("When was Łódź founded?", "en"),
        ("Wer hat den Vertrag unterzeichnet?", "de"),
        ("Wie is de president van het land?", "nl"),
        ("Qui a signé le traité ?", "fr"),
        ("¿Quién firmó el tratado?", "es"),
        ("Anlaşmayı kim imzaladı?", "tr"),
        ("Ai đã ký hiệp ước?", "vi"),
        ("Кто подписал договор?", "ru"),
        ("Когда умер Пушкин?", "ru"),
        ("Хто підписав договір і коли?", "uk"),
        ("Кой подписа договора и кога?", "bg"),
        ("谁签署了条约？", "zh"),
        ("誰簽署了條約？", "zh"),
        ("INF条约是什么", "zh"),
        ("誰が条約に署名しましたか", "ja"),
        ("누가 조약에 서명했습니까?", "ko"),
        ("چه کسی پیمان را امضا کرد؟", "fa"),
        ("معاهده چيست؟", "fa"),
        ("من وقع المعاهدة؟", "ar"),
        ("معاہدے پر دستخط کس نے کیے؟", "ur"),
        ("संधि पर किसने हस्ताक्षर किए?", "hi"),
        ("ใครลงนามในสนธิสัญญา", "th"),
        ("Ποιος υπέγραψε τη συνθήκη;", "el"),
        ("מי חתם על האמנה?", "he"),
    ],
)
def test_short_questions(text: str, language: str):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "  \n", "2020-11-05", "?!…", "👨‍👩‍👧"])
def test_no_letters_no_language(text: str):
    assert detect(text) == "und"


def test_the_language_that_says_most_wins_in_a_mixed_text():
    assert detect("NATO 与俄罗斯的关系在二〇一四年之后恶化 (NATO–Russia relations)") == "zh"
    assert detect("The Russian word «перестройка» was then known to everybody abroad.") == "en"


def test_a_plain_english_question_loads_no_model():
    program = (
        "import sys; from rag.text.language import detect;"
        "print(detect('Who signed the treaty in Geneva?'), 'py3langid' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["en", "False"]


@pytest.mark.parametrize(
    ("language", "way"),
    [("fa", "rtl"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("en", "ltr"), ("und", "ltr")],
)
def test_direction(language: str, way: str):
    assert direction(language) == way


def test_script_of_language():
    scripts = [script_of_language(name) for name in ("ru", "fa", "zh", "hi", "de", "xx")]
    assert scripts == ["cyrillic", "arabic", "han", "devanagari", "latin", "latin"]
