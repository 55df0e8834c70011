"""Where two sides do not say the same it is told, and translations as they are raise no alarm."""

from __future__ import annotations

import pytest

from rag.index.differences import differences
from rag.records import Passage, Span


def passage(language: str, text: str) -> Passage:
    return Passage("d", Span(0, len(text)), text, language)


def told(one: tuple[str, str], other: tuple[str, str]) -> list[tuple[str, str, str]]:
    found = differences(passage(*one), passage(*other))
    return [(each.kind, each.here, each.there) for each in found]


SAME = [
    (("en", "The line is 4,200 km long."), ("zh", "这条线长4200公里。")),
    (("en", "Some 5.6 million people moved."), ("ru", "Переехало 5,6 миллиона человек.")),
    (("en", "It opened on 26 January 2021."), ("fa", "در ۲۶ ژانویهٔ ۲۰۲۱ گشایش یافت.")),
    (("en", "Both sides signed."), ("zh", "两国都签了字。")),
    (("en", "Eleven boats came in 2019."), ("zh", "2019年来了十一条船。")),
    (("en", "It does not hold."), ("ru", "Это неверно.")),
    (("en", "There are few roads."), ("zh", "路不多。")),
    (("ar", "بلغت الحصة 12 في المئة."), ("en", "The quota came to 12 percent.")),
    (("en", "See note 3 in the annex."), ("ru", "См. приложение.")),
]
DIFFERENT = [
    (("en", "The line is 4,200 km long."), ("zh", "这条线长4300公里。"), "number"),
    (("ru", "Доля составила 12 процентов."), ("ar", "بلغت الحصة 21 في المئة."), "number"),
    (("en", "The contract was signed in 2014."), ("zh", "合同于2015年签署。"), "date"),
    (("fa", "قرارداد در سال ۲۰۱۴ امضا شد."), ("en", "The contract was signed in 2015."), "date"),
    (("en", "The S-400 was delivered."), ("ru", "С-300 был поставлен."), "name"),
    (("en", "The treaty was not extended."), ("ru", "Договор был продлён."), "negation"),
    (("zh", "条约没有延长。"), ("en", "The treaty was extended."), "negation"),
    (("ar", "لم تمدد المعاهدة."), ("en", "The treaty was extended."), "negation"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_translation_raises_no_alarm(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert told(one, other) == []
    assert told(other, one) == []


@pytest.mark.parametrize(("one", "other", "kind"), DIFFERENT)
def test_what_differs_is_told_in_the_words_of_both_sides(
    one: tuple[str, str], other: tuple[str, str], kind: str
) -> None:
    ((found, here, there),) = told(one, other)
    assert found == kind
    assert here in one[1]
    assert there in other[1]
    assert told(other, one) == [(kind, there, here)]
