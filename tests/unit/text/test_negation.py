"""Words that negate, what only looks like them, and how far they reach."""

import pytest

from rag.text.facts import find, negation, polarity
from rag.text.facts.scan import Scan


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "It doesn't buy, has never denied it and failed to come.",
            ["doesn't", "never", "denied", "failed to"],
        ),
        ("他不去，尚未完成，没有结果，否认此事", ["不", "尚未", "没有", "否认"]),
        ("Он не пришёл и ничего не сказал без причины", ["не", "ничего", "не", "без"]),
        ("او نیست و نمی‌رود و هرگز نداشت", ["نیست", "نمی‌رود", "هرگز", "نداشت"]),
        ("لم يذهب ولن يعود وليس هنا", ["لم", "ولن", "وليس"]),
    ],
)
def test_negating_words(text: str, words: list[str]) -> None:
    assert [span.of(text) for span in find(text).negations] == words


@pytest.mark.parametrize(
    "text",
    [
        "not only that, no doubt, no less than ten, Convention No. 81",
        "不断发展，不仅如此，未来无疑，是不是，非洲国家，差不多",
        "не только это, тем не менее, не менее десяти",
        "نه تنها این، بدون تردید، نشان داد، نزد او نشست",
        "لا يزال يعمل، لا سيما هنا، لا شك",
    ],
)
def test_what_only_looks_negative(text: str) -> None:
    assert find(text).negations == ()


def test_a_negated_word_is_no_negated_statement() -> None:
    scan = Scan("非正式会谈讨论不平等")
    assert len(negation.find(scan)) == 2
    assert negation.of_statements(scan) == ()


def test_scope_ends_with_its_clause() -> None:
    scan = Scan("Moscow pays, but Beijing does not agree, say sources.")
    (marker,) = negation.of_statements(scan)
    assert negation.scope(scan, marker).of(scan.text) == "not agree"


def test_persian_negates_what_stands_before_the_verb() -> None:
    scan = Scan("ایران توافق را امضا نکرد، اما ماند.", "fa")
    (marker,) = negation.of_statements(scan)
    assert negation.scope(scan, marker).of(scan.text) == "ایران توافق را امضا نکرد"


def test_opposite_clauses_are_found_among_others() -> None:
    one = Scan("China supports the arms treaty, and Russia sells oil.")
    other = Scan("Russia sells oil, but China does not support the arms treaty.")
    found = polarity.opposed(one, other)
    assert found is not None
    assert found.one.of(one.text) == "China supports the arms treaty"


def test_clauses_that_agree_are_not_opposed() -> None:
    one = Scan("China does not support the arms treaty.")
    assert polarity.opposed(one, Scan("The arms treaty has never had China's support.")) is None
