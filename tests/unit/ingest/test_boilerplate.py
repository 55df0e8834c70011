"""Leftovers are known by their form, and a sentence that mentions them is none."""

from __future__ import annotations

import pytest

from rag.ingest import boilerplate


@pytest.mark.parametrize(
    "words",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "نویسندگان [English]",
        "返回首页",
        "Все права защищены",
        "جميع الحقوق محفوظة",
    ],
)
def test_templates(words: str) -> None:
    assert boilerplate.is_template(words)


def test_a_sentence_is_no_template() -> None:
    assert not boilerplate.is_template("The search for a new home took the paper eleven years.")
    assert not boilerplate.is_search_box("Search parties left at dawn and found the boat.")


@pytest.mark.parametrize("line", ["12", "- 3 -", "Page 3 of 9", "第 12 页", "стр. 4", "صفحه ۱۲"])
def test_page_numbers(line: str) -> None:
    assert boilerplate.is_furniture(line)
