"""What is shown where nothing answers: passages that say something, never a bare heading."""

import pytest

from rag.answer.nearest import first_sentence, nearest
from rag.records import Hit, Passage, Role, Span

SENTENCE = "The ferry to Skarv leaves at seven every morning but Sunday."


def hits(*texts, role=Role.BODY):
    found = []
    for rank, text in enumerate(texts, 1):
        made, told = (role, text) if isinstance(text, str) else text
        found.append(Hit(Passage("d", Span(0, len(told)), told, "en", made), rank, 1.0 / rank))
    return found


def ranks(found):
    return [hit.rank for hit in found]


def test_a_word_or_a_heading_gives_way_to_sentences_further_down():
    found = hits("Russia", SENTENCE, "Weapons and training", f"Ferries\n\n{SENTENCE}")
    assert ranks(nearest(found, 5)) == [2, 4]


@pytest.mark.parametrize(
    "role", [Role.HEADING, Role.NOTE, Role.CAPTION, Role.REFERENCE, Role.BOILERPLATE]
)
def test_what_stands_beside_the_text_gives_way_too(role):
    assert ranks(nearest(hits((role, SENTENCE), SENTENCE), 5)) == [2]


def test_the_order_stays_and_the_count_is_kept():
    assert ranks(nearest(hits(*[SENTENCE] * 7), 3)) == [1, 2, 3]


def test_where_nothing_says_anything_the_best_are_shown_as_they_are():
    assert ranks(nearest(hits("Russia", "China", "Skarv"), 2)) == [1, 2]
    assert nearest([], 5) == ()


@pytest.mark.parametrize(
    "text",
    [
        "جغرافیا\n\nروسیه مرزی دراز دارد.",
        "武器与训练\n\n数字讲的是另一个故事。",
        "Вооружения\n\nРастёт и число манёвров.",
        "سلاح وتدريب\n\nغير أن الأرقام تروي قصة أخرى.",
    ],
)
def test_the_first_sentence_stands_below_the_heading(text):
    passage = Passage("d", Span(0, len(text)), text, "und")
    assert first_sentence(passage).of(text) == text.split("\n\n")[1]


def test_a_title_alone_has_no_sentence():
    assert first_sentence(Passage("d", Span(0, 6), "Russia", "en")) is None
