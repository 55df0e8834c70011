"""The guard: what a claim says must stand in its evidence, whatever the language of either."""

import pytest

from rag.answer import guard
from rag.answer.guard import Mismatch

AGREE = [
    ("In January 2021 Putin spoke.", "On 26 January 2021, President Putin spoke in Moscow."),
    ("70% of troops left.", "Seventy percent of the troops left."),
    ("有350万人。", "3.5 million people live there."),
    ("Putin met Biden.", "Путин встретился с Байденом."),
    ("Russia sold S-400 to China.", "روسیه اس-۴۰۰ به چین فروخت."),
    ("It happened in January 2021.", "این در ۷ بهمن ۱۳۹۹ رخ داد."),
    ("The border is 4200 kilometres long.", "边界长4200公里。"),
    ("Moscow and Beijing both agreed.", "莫斯科和北京都同意了。"),
    ("It sold 1800 rifles.", "It sold 1,800 rifles."),
    ("Russia did not sign.", "Россия не подписала договор."),
]


@pytest.mark.parametrize(("claim", "evidence"), AGREE)
def test_what_agrees_across_languages(claim: str, evidence: str) -> None:
    assert guard.check(claim, evidence) == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "mismatch"),
    [
        (
            "It has 3.6 million people.",
            "有350万人。",
            Mismatch("number", "3.6 million people", "350万人"),
        ),
        ("It is 5 km long.", "It is 5 miles long.", Mismatch("unit", "5 km", "5 miles")),
        (
            "On 26 January 2021 it ended.",
            "It ended in January 2021.",
            Mismatch("date", "26 January 2021", None),
        ),
        ("It ended in 2015.", "Это закончилось в 2016 году.", Mismatch("date", "2015", "2016")),
        ("Russia sold S-400.", "روسیه S-300 فروخت.", Mismatch("name", "S-400", "S-300")),
        (
            "It was signed in France.",
            "Он подписан в Германии.",
            Mismatch("name", "France", "Германии"),
        ),
        (
            "He met Michelle Obama.",
            "He met Barack Obama.",
            Mismatch("name", "Michelle Obama", "Barack Obama"),
        ),
        ("He met President Biden.", "Он встретился с Путиным.", Mismatch("name", "Biden", None)),
    ],
)
def test_what_does_not(claim: str, evidence: str, mismatch: Mismatch) -> None:
    assert guard.check(claim, evidence)[0].kind == mismatch.kind
    assert guard.check(claim, evidence)[0].claim == mismatch.claim


def test_the_evidence_that_stands_in_its_place_is_shown() -> None:
    (found,) = guard.check("The wall is 7 m high.", "The wall is 9 m high.")
    assert found == Mismatch("number", "7 m", "9 m")


def test_negation_of_the_clause_both_have() -> None:
    evidence = "China supports the arms treaty, but Russia does not support it."
    assert guard.check("China supports the arms treaty.", evidence) == ()
    (found,) = guard.check("China does not support the arms treaty.", evidence)
    assert found.kind == "negation"


def test_negation_across_languages_in_short_statements() -> None:
    (found,) = guard.check("Russia signed the treaty.", "Россия не подписала договор.")
    assert found.kind == "negation"


def test_what_form_cannot_compare_is_left_alone() -> None:
    assert guard.check("普京访问了北京。", "Putin visited Beijing.") == ()
    assert guard.check("The White House spoke.", "Белый дом заявил.") == ()
