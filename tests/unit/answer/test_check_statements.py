"""Which sentences of a draft state something."""

from __future__ import annotations

import pytest

from rag.answer.statements import find


def stated(draft: str) -> list[str]:
    return [each.words for each in find(draft) if each.states]


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "  \n\n",
        "***",
        "Hello!",
        "你好",
        "سلام",
        "спасибо",
        "Who opened the bridge?",
        "这座桥是谁开通的？",
        "پل را که گشود؟",
        "Кто открыл мост?",
        "# The bridge of 1934",
        "## پل ولد",
    ],
)
def test_what_claims_nothing_is_not_looked_up(draft: str) -> None:
    assert stated(draft) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was opened in 1934.",
        "The bridge was opened in 1934",
        "这座桥于1934年开通。",
        "پل در سال ۱۹۳۴ گشوده شد.",
        "Мост открыли в 1934 году.",
        "افتُتح الجسر عام ١٩٣٤.",
    ],
)
def test_a_claim_is_looked_up_in_any_language(sentence: str) -> None:
    assert stated(sentence) == [sentence]


def test_a_short_line_above_a_paragraph_is_a_heading() -> None:
    draft = "The Veld bridge\n\nIt was opened in 1934.\n\nFishermen\n\nThey never liked it.\n"
    assert stated(draft) == ["It was opened in 1934.", "They never liked it."]


def test_list_markers_are_no_part_of_what_is_looked_up() -> None:
    draft = "- The bridge was opened in 1934.\n- Fishermen never liked it.\n1. It rained a lot.\n"
    assert stated(draft) == [
        "The bridge was opened in 1934.",
        "Fishermen never liked it.",
        "It rained a lot.",
    ]


def test_spans_are_places_in_the_draft() -> None:
    draft = "# Title\n\n* Один мост.\n\n这是桥。它很长。 What now?\n"
    found = list(find(draft))
    assert all(each.words in each.span.of(draft) for each in found)
    assert [each.span.start for each in found] == sorted(each.span.start for each in found)
