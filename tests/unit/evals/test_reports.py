"""What people read: the terminal table and the HTML page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from plain_engine import QUESTIONS, Opener

from rag.evals.command import evaluate
from rag.evals.html.markup import Html, element
from rag.evals.html.page import report_html
from rag.evals.junit import report_junit
from rag.evals.outcomes import Went, went
from rag.evals.questions import QuestionLine
from rag.evals.report import Outcome, report_of, set_report
from rag.evals.scoring import QuestionScore
from rag.evals.splits import Split
from rag.evals.table import aligned, report_table

HOSTILE = '<script>alert("x")</script>&\'" onload=1 \x00\x1b ‮'


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "input", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "input", "wbr"):
            assert self.open.pop() == tag


def test_plain_strings_are_escaped_and_markup_is_not() -> None:
    made = element("p", "<b>", element("i", "x & y"), class_='a"b', data_went="1", title=None)
    assert made == ('<p class="a&quot;b" data-went="1">&lt;b&gt;<i>x &amp; y</i></p>')
    assert isinstance(made, Html)


@pytest.fixture
def hostile(make_set: Callable[[str, list[object]], Path]) -> Path:
    return make_set(
        HOSTILE.replace("/", "").replace("\x00", ""),
        [
            {
                **QUESTIONS[0],
                "id": HOSTILE,
                "question": f"When was the lighthouse at Varn lit? {HOSTILE}",
                "answers": [HOSTILE],
                "tags": [HOSTILE],
                "language": HOSTILE,
            }
        ],
    )


def test_no_input_can_become_markup(hostile: Path, opener: Opener) -> None:
    text = report_html(evaluate([hostile], open_engine=opener))
    page = Page(text)
    assert page.open == []
    assert page.tags.count("script") == 1
    assert "alert(" not in re.sub(r"&lt;script&gt;alert\(", "", text)
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_junit_stays_well_formed_with_any_input(hostile: Path, opener: Opener) -> None:
    ElementTree.fromstring(report_junit(evaluate([hostile], open_engine=opener)).encode())


def test_the_page_needs_nothing_from_elsewhere(tiny_set: Path, opener: Opener) -> None:
    page = Page(report_html(evaluate([tiny_set], open_engine=opener)))
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert not [each for each in page.attributes if each[0] in ("src", "href", "srcset")]


def test_the_page_shows_each_answer_beside_its_gold(tiny_set: Path, opener: Opener) -> None:
    text = report_html(evaluate([tiny_set], open_engine=opener, fail_under=["mrr=0.5", "aurc=0"]))
    details = {
        each.split('class="id">')[1].split("<")[0].split()[-1]: each
        for each in text.split("<details ")[1:]
    }
    assert set(details) == {"en-1", "en-2", "en-3", "ru-1", "zh-1"}
    # The gold words are marked inside the quote that was cited.
    assert "Varn was lit in <mark>1874</mark>." in details["en-1"]
    assert "refused, yet answerable" in details["ru-1"]
    assert "Пётр Лазов" in details["ru-1"]
    assert 'dir="auto"' in details["zh-1"]
    assert "1 of 2 met" in text
    assert "<polyline" in text
    assert text.count("<rect") > 5


def test_both_themes_are_there(tiny_set: Path, opener: Opener) -> None:
    text = report_html(evaluate([tiny_set], open_engine=opener))
    assert "prefers-color-scheme: dark" in text
    assert text.count("--page:") == 2


def test_columns_are_aligned_and_names_stacked() -> None:
    assert aligned(("set", "recall_at_one", "x"), [("tiny", "0.5", "12"), ("b", "-", "3")]) == (
        "      recall\n          at\nset      one   x\ntiny     0.5  12\nb          -   3"
    )


def test_the_table_prints_both_error_rates_together(tiny_set: Path, opener: Opener) -> None:
    table = report_table(evaluate([tiny_set], open_engine=opener))
    assert table.startswith("5 questions in 1 set(s), split: all\n")
    assert re.search(r"^refused_answerable +0\.333 ", table, re.MULTILINE)
    assert re.search(r"^answered_unanswerable +0\.500 ", table, re.MULTILINE)
    assert re.search(r"^zh +1\.000", table, re.MULTILINE)


def test_a_question_without_prediction_is_counted_and_shown() -> None:
    question = QuestionLine("1", "?", answerable=True, answers=("x",))
    score = QuestionScore("s", "1", "en", None, (), {"loss": 1.0, "refused_answerable": 1.0}, False)
    outcome = Outcome(question, None, score)
    assert went(outcome) is Went.UNPREDICTED
    report = report_of(Split.ALL, [set_report("s", [outcome])])
    assert "1 without a prediction" in report_table(report)
    assert "No prediction." in report_html(report)
