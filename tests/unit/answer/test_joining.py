"""A sentence that leans on the one before it is quoted together with it."""

from __future__ import annotations

import pytest

from rag.answer.joining import joined
from rag.records import Evidence, Passage, Span

TESLA = "Nikola Tesla was born in Smiljan. He moved to New York in 1884. The harbour was cold."


def evidence(text: str, words: str, language: str = "en") -> Evidence:
    """The sentence with these words, as found in a passage that begins at 100."""
    start = 100 + text.index(words)
    passage = Passage("d", Span(100, 100 + len(text)), text, language)
    return Evidence(passage, Span(start, start + len(words)), 1.0)


def quotes(chosen: list[Evidence], chars: int = 600) -> list[str]:
    return [each.quote for each in joined(chosen, chars)]


@pytest.mark.parametrize(
    ("language", "before", "leaning"),
    [
        ("en", "Nikola Tesla was born in Smiljan.", "In this town he went to school."),
        ("ru", "Никола Тесла родился в Смиляне.", "Он переехал в Нью-Йорк в 1884 году."),
        ("fa", "نیکولا تسلا در اسمیلیان به دنیا آمد.", "او در سال ۱۸۸۴ به نیویورک رفت."),
        ("ar", "ولد نيكولا تسلا في سميليان.", "في هذه المدينة ذهب إلى المدرسة."),
        ("zh", "尼古拉·特斯拉出生于斯米良。", "他于1884年移居纽约。"),
    ],
)
def test_a_pronoun_brings_the_sentence_before_along(language, before, leaning):
    space = "" if language == "zh" else " "
    text = f"{before}{space}{leaning}"
    assert quotes([evidence(text, leaning, language)]) == [text]


@pytest.mark.parametrize(
    ("language", "before", "alone"),
    [
        ("en", "Tesla was born in Smiljan.", "New York welcomed him in 1884."),
        ("en", "Tesla was born in Smiljan.", "It is possible that nobody knew."),
        ("ru", "Тесла родился в Смиляне.", "Смилян — это деревня в Хорватии."),
        ("ar", "ولد تسلا في سميليان.", "سميليان هي قرية في كرواتيا."),
        ("ar", "ولد تسلا في سميليان.", "كان هناك ميناء في المدينة."),
        ("zh", "特斯拉出生于斯米良。", "其他人移居纽约。"),
    ],
)
def test_what_names_its_matter_stands_alone(language, before, alone):
    space = "" if language == "zh" else " "
    assert quotes([evidence(f"{before}{space}{alone}", alone, language)]) == [alone]


def test_the_first_sentence_of_a_passage_or_paragraph_stands_alone():
    assert quotes([evidence("He moved to New York.", "He moved to New York.")]) == [
        "He moved to New York."
    ]
    parted = "Nikola Tesla was born in Smiljan.\n\nHe moved to New York."
    assert quotes([evidence(parted, "He moved to New York.")]) == ["He moved to New York."]


def test_a_heading_and_reported_words_are_not_brought_along():
    assert quotes(
        [evidence("The later years\nHe moved to New York.", "He moved to New York.")]
    ) == ["He moved to New York."]
    said = "“I shall leave Smiljan,” said Milutin Tesla. He moved to New York in 1884."
    assert quotes([evidence(said, "He moved to New York in 1884.")]) == [
        "He moved to New York in 1884."
    ]


def test_a_sentence_chosen_too_is_quoted_once():
    leaning = evidence(TESLA, "He moved to New York in 1884.")
    born = evidence(TESLA, "Nikola Tesla was born in Smiljan.")
    both = "Nikola Tesla was born in Smiljan. He moved to New York in 1884."
    assert quotes([leaning, born]) == [both]
    assert quotes([born, leaning]) == [born.quote, leaning.quote]


def test_there_must_be_room():
    leaning = evidence(TESLA, "He moved to New York in 1884.")
    assert quotes([leaning], chars=40) == [leaning.quote]
    cold = evidence(TESLA, "The harbour was cold.")
    assert quotes([leaning, cold], chars=len(TESLA)) == [TESLA[: TESLA.index(" The")], cold.quote]


def test_the_short_answer_stays_where_it_is():
    leaning = evidence(TESLA, "He moved to New York in 1884.")
    place = Span(100 + TESLA.index("1884"), 100 + TESLA.index("1884") + 4)
    found = Evidence(leaning.passage, leaning.span, 1.0, place)
    (made,) = joined([found], 600)
    assert made.answer == place
    assert made.span.contains(place)
