"""When two sentences that answer one question cannot both be right."""

from __future__ import annotations

import pytest

from rag.answer.opposition import oppose_answers, oppose_in_polarity


def answered(words: str) -> tuple[str, str]:
    """A sentence with its answer in square brackets, taken apart."""
    start, end = words.index("["), words.index("]")
    return words.replace("[", "").replace("]", ""), words[start + 1 : end]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (
            "The Russia-China border is [4200 km] long.",
            "Russia and China share a border of [4300 kilometres].",
            "number",
        ),
        (
            "The survey found [70%] support for it.",
            "The survey found [65 percent] support for it.",
            "number",
        ),
        ("Iran signed the deal in [2015].", "Iran signed the deal in [2016].", "date"),
        (
            "Россия поставила Китаю [24 истребителя].",
            "Россия поставила Китаю [30 истребителей].",
            "number",
        ),
        ("روسیه [۲۴ جنگنده] به چین داد.", "روسیه [۳۰ جنگنده] به چین داد.", "number"),
        ("Between Russia and China lie [4200 km].", "俄罗斯和中国之间有[4300公里]。", "number"),
        (
            "The observatory on Mount Sarn was opened in [1934].",
            "Обсерватория на горе Сарн открыта в [1937 году].",
            "date",
        ),
        (
            "Bombers first patrolled over the sea on [23 июля 2019].",
            "[In August 2019] they flew over it.",
            "date",
        ),
        (
            "Russia sold [two thirds] of the arms that Peru bought.",
            "俄罗斯卖给秘鲁[百分之七十]的武器。",
            "number",
        ),
        (
            "In 2014 Peru ordered [twelve tanks] and sold six.",
            "Peru ordered [nine tanks] in the end, after 2014.",
            "number",
        ),
    ],
)
def test_answers_that_disagree(one: str, other: str, kind: str) -> None:
    (a, a_answer), (b, b_answer) = answered(one), answered(other)
    for found in (
        oppose_answers(a, b, a_answer, b_answer),
        oppose_answers(b, a, b_answer, a_answer),
    ):
        assert found is not None
        assert found.kind == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran signed the deal in [January 2015].", "Iran signed the deal in [2015]."),
        ("Some [70%] support the deal.", "Around [seventy percent] support the deal."),
        ("It has [3.5 million people].", "It has [3,498,000 people]."),
        ("The bridge is [4200 m] long.", "A road in Peru measures [900 m]."),
        ("It began in 1990 and [ended in 1995].", "It ended [in 1995], having begun in 1991."),
        ("Russia and China share over [4200 km].", "俄罗斯和中国之间有[4300公里]。"),
        ("Russia sells Peru [two thirds] of it.", "Россия продаёт Перу [66 процентов] этого."),
        ("Russia sells Peru [66%] of it.", "Russia sells Peru [67%] of it."),
        ("The treaty was signed in [1987].", "The treaty was [never popular] in the army."),
        ("Russia sold 24 jets for [2 billion dollars].", "Russia sold [30 jets] for dollars."),
    ],
)
def test_answers_that_need_not_disagree(one: str, other: str) -> None:
    (a, a_answer), (b, b_answer) = answered(one), answered(other)
    assert oppose_answers(a, b, a_answer, b_answer) is None
    assert oppose_answers(b, a, b_answer, a_answer) is None


def test_only_the_answers_are_compared() -> None:
    a = "In 2014 Peru ordered twelve tanks."
    b = "In 2014 Peru sold nine ships."
    assert oppose_answers(a, b, "twelve tanks", "In 2014") is None


def test_an_answer_that_does_not_stand_in_its_sentence_opposes_nothing() -> None:
    assert oppose_answers("Peru has 5 km.", "Peru has 9 km.", "7 km", "9 km") is None
    assert oppose_answers("Peru has 5 km.", "Peru has 9 km.", "", "9 km") is None


def test_yes_and_no_oppose_within_one_language() -> None:
    found = oppose_in_polarity(
        "China backs the new arms treaty.", "China does not back the new arms treaty."
    )
    assert found is not None
    assert found.kind == "negation"
    assert oppose_in_polarity("China backs the treaty.", "Peru does not grow tea in Lima.") is None
    assert oppose_in_polarity("China backs the treaty.", "Китай не поддерживает договор.") is None


@pytest.mark.parametrize(
    ("one", "other", "answers"),
    [
        ("Apollo 11 landed in 1969.", "Apollo 12 landed in 1970.", ("1969", "1970")),
        ("World War I ended in 1918.", "World War II ended in 1945.", ("1918", "1945")),
        (
            "The mill of Tarn7 burned in 1817.",
            "The mill of Tarn27 burned in 1837.",
            ("1817", "1837"),
        ),
        ("Союз-3 взлетел в 1968 году.", "Союз-4 взлетел в 1969 году.", ("1968", "1969")),
    ],
)
def test_namesakes_with_other_numerals_are_other_things(
    one: str, other: str, answers: tuple[str, str]
) -> None:
    assert oppose_answers(one, other, *answers) is None


@pytest.mark.parametrize(
    ("one", "other", "answers"),
    [
        ("Apollo 11 landed on 20 July 1969.", "Apollo 11 landed in 1970.", ("1969", "1970")),
        ("In Chicago 70 people died.", "In Chicago 66 people died.", ("70", "66")),
        (
            "In Kalvik, May 5, 1911, it froze.",
            "In Kalvik, May 9, 1912, it froze.",
            ("1911", "1912"),
        ),
        ("Kalvik fell on March 3, 1911.", "Kalvik fell on March 4, 1911.", ("March 3", "March 4")),
    ],
)
def test_numerals_that_name_nothing_tell_nothing_apart(
    one: str, other: str, answers: tuple[str, str]
) -> None:
    assert oppose_answers(one, other, *answers) is not None
