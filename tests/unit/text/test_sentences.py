from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rag.text.normalise import canonical, unbroken
from rag.text.sentences import split

ROOT = Path(__file__).parents[3]
SEEDS = Path(os.environ.get("FOOTNOTE_SHARED") or ROOT.parent / "shared") / "seeds"


def parts(text: str, language: str = "und") -> list[str]:
    return [span.of(text) for span in split(text, language)]


# Each text is written with "|" where a sentence ends and the next begins.
@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "He met Dr. Smith on Jan. 5, 2020.| The U.S. Army left.| It cost $3.5 million."),
        ("en", "J. R. Smith came.| See No. 5 and pp. 3-4.| Really?!| Yes... perhaps."),
        ("en", 'He lives in the U.S.| The dog barks, e.g. at night.| "We go," said A. Jones.'),
        ("en", '"Why?" Putin asked.| "Go!" she said.| He left.'),
        ("en", 'He said: "We go. They stay. All is done."| Then he left.'),
        ("en", "He came [sic].| (He left.)| Then it rained [note 3]."),
        ("en", "We met Gen. Miller in St. Petersburg at 5 p.m.| The next day came."),
        ("ru", "В 2020 г. Россия вышла.| Об этом сообщил С. В. Лавров.| Это дорого, т.е. зря."),
        ("ru", "Он родился в 1799 г.| Он умер.| Цена — 5 тыс. руб. за штуку."),
        ("ru", "«Мы уйдём!» — сказал он.| На ул. Ленина, д. 5.| 24 янв. 2021 г. в Москве."),
        ("zh", "他说：“我们走。他们留下。”|然后离开了。|真的吗？|第一；第二；第三。"),
        ("zh", "“这是好的。”他说。|两国关系不断恶化。|2016年以来，情况变了。"),
        ("fa", "روسیه از پیمان خارج شد.| آیا این درست است؟| بله؛ درست است.| تمام شد."),
        ("fa", "بازیکنان ان. بی. ای. آمدند.| گروه آر. ای. ام. رفت."),
        ("ar", "خرجت روسيا من المعاهدة.| هل هذا صحيح؟| قال د. محمد ذلك."),
        ("hi", "रूस संधि से बाहर हो गया।| क्या यह सच है?| डॉ. सिंह ने कहा।"),
    ],
)
def test_sentences_of_running_text(language: str, marked: str):
    text = marked.replace("|", "")
    assert parts(text, language) == [part.strip() for part in marked.split("|")]
    assert parts(text) == [part.strip() for part in marked.split("|")]


def test_a_chat_without_capitals_is_still_sentences():
    assert parts("the dog left. you are wrong. lol") == ["the dog left.", "you are wrong.", "lol"]


def test_lines_of_a_page_are_joined_and_its_headings_are_not():
    page = (
        "P. 160\n"
        "Journal of Security Studies\n"
        "the rise and demise of the treaty. The reforms of the nineteen-eighties provided\n"
        "a special context for the birth of the treaty that both sides had wanted for\n"
        "years. It became an important factor of extended deter-\n"
        "rence in the decades that followed.\n"
        "[Keywords] treaty, arms race, arms control, nuclear disarmament, the withdrawal\n"
        "from the treaty\n"
        "3 An Analysis of the Evolution of the Strategic Perception of Large Powers and\n"
        "Its Foreign Policy Impact\n"
        "LI Wei and YU You"
    )
    assert "|".join(unbroken(part) for part in parts(page)) == (
        "P. 160|Journal of Security Studies|the rise and demise of the treaty.|"
        "The reforms of the nineteen-eighties provided a special context for the birth of the "
        "treaty that both sides had wanted for years.|"
        "It became an important factor of extended deterrence in the decades that followed.|"
        "[Keywords] treaty, arms race, arms control, nuclear disarmament, the withdrawal from the "
        "treaty|"
        "3 An Analysis of the Evolution of the Strategic Perception of Large Powers and Its "
        "Foreign Policy Impact|"
        "LI Wei and YU You"
    )


def test_chinese_lines_of_a_page_are_joined():
    lines = ("俄罗斯表示，只要美国有", "意愿，俄罗斯准备与美国", "进行对话。他说到做到。")
    assert [unbroken(part) for part in parts("\n".join(lines))] == [
        "俄罗斯表示，只要美国有意愿，俄罗斯准备与美国进行对话。",
        "他说到做到。",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["A heading", "", "Its paragraph ends here.", "", "And another one"],
        ["• bread and butter", "• tea", "• a third item"],
        ["1. The treaty of the north.", "2. The pact.", "(a) One."],
        ["Name\tAge", "Bob\t5", "Eve\t6"],
        ["| a | b |", "|---|---|", "| 1 | 2 |"],
        ["# Heading", "Text below it."],
        ["no end", "a line far longer than what a page could hold, " * 6 + "and so on"],
    ],
)
def test_lines_that_are_units_of_their_own(lines: list[str]):
    expected = [line.strip() for line in lines if line and line != "|---|---|"]
    found = parts("\n".join(lines))
    assert [part for part in found if part != "|---|---|"] == expected


def test_an_overlong_sentence_is_cut_at_its_best_inner_border():
    text = "first " * 60 + "; second " + "word " * 60 + "end."
    sentences = parts(text)
    assert [len(part) <= 600 for part in sentences] == [True, True]
    assert sentences[0].endswith(";")


def test_thai_is_cut_at_spaces():
    clause = "รัสเซียถอนตัวจากสนธิสัญญา"
    assert all(len(part) <= 200 for part in parts(" ".join([clause] * 30), "th"))
    assert parts(f"{clause} {clause}") == [f"{clause} {clause}"]


def test_never_cut_inside_a_grapheme():
    family = "👨‍👩‍👧‍👦"
    assert all(set(part) == set(family) and len(part) % 7 == 0 for part in parts(family * 300))


def test_long_text_takes_seconds_whatever_it_holds():
    for text in (
        "The treaty ended. It was old. " * 33_000,
        "A. B. c. " * 40_000,
        "“中国。" * 10_000,
    ):
        started = time.process_time()
        split(text)
        assert time.process_time() - started < 5


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the originals are not here: {SEEDS}")
def test_originals_split_into_readable_sentences():
    for path in sorted(SEEDS.glob("*.txt")):
        text = canonical(path.read_text("utf-8"))
        spans = split(text)
        assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
        assert max(map(len, spans)) <= 600
        assert not any("\n\n" in span.of(text) for span in spans)
