"""Numbers that are converted, rounded or counted otherwise, and those that only look so."""

import pytest

from rag.answer import guard

BORNE_OUT = [
    ("The march took 60 days.", "استمرت المسيرة شهرين."),
    ("The road is 62 miles long.", "Дорога длиной 100 км."),
    ("It lasted four decades.", "Это длилось сорок лет."),
    ("仓库里有3份合同。", "仓库里有三份合同。"),
    ("More than 4,000 people came.", "4300 человек пришли."),
    ("Almost 70% agreed.", "69% stimmten zu: 69% agreed."),
    ("About two thirds, 66%, agreed.", "ثلثا الأعضاء وافقوا."),
]
NOT_BORNE_OUT = [
    ("The march took 90 days.", "استمرت المسيرة شهرين."),
    ("The road is 100 miles long.", "Дорога длиной 100 км."),
    ("仓库里有5份合同。", "仓库里有三份合同。"),
    ("More than 5,000 people came.", "4300 человек пришли."),
    ("Less than 4,000 people came.", "4300 человек пришли."),
]


@pytest.mark.parametrize(("claim", "evidence"), BORNE_OUT)
def test_what_is_the_same_amount(claim: str, evidence: str) -> None:
    assert guard.check(claim, evidence) == ()


@pytest.mark.parametrize(("claim", "evidence"), NOT_BORNE_OUT)
def test_what_is_another_amount(claim: str, evidence: str) -> None:
    assert guard.check(claim, evidence)[0].kind in ("number", "unit")


def test_a_government_may_be_called_by_its_seat() -> None:
    assert guard.check("Beijing signed the treaty.", "Китай подписал договор.") == ()
    assert guard.check("The Kremlin sells gas.", "روسیه گاز می‌فروشد.") == ()
    assert guard.check("Brussels signed the treaty.", "Китай подписал договор.")


def test_one_character_is_a_country_only_where_it_is_said_as_one() -> None:
    assert guard.check("China attended.", "中俄双方出席。") == ()
    assert guard.check("Beijing attended.", "研究中心的人出席。")[0].kind == "name"


def test_names_in_chinese_characters_are_heard() -> None:
    assert guard.check("奥巴马谈到了此事。", "Obama spoke about it.") == ()
    assert guard.check("President Trump spoke.", "奥巴马谈到了此事。")[0].kind == "name"
