"""Answer measures, by hand per script and against a plain table for the common subsequence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evals.answering import common_subsequence, contains_gold, exact_match, f1, rouge_l


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("The Denver Broncos.", "denver broncos"),
        ("1,000", "1000"),
        ("在 1902 年", "在1902年"),
        ("「石橋」", "石橋"),
        ("１９０２年", "1902年"),
        ("سال ۱۳۱۲", "سال 1312"),
        ("می‌رود", "میرود"),
        ("كتاب علي", "کتاب علی"),
        ("الجامعة", "جامعه"),
        ("مُحَمَّد", "محمد"),
        ("Пётр", "петр"),
        ("«Мельница»", "мельница"),
    ],
)
def test_exact_match_forgives_what_is_only_writing(answer: str, gold: str) -> None:
    assert exact_match(answer, ["something else", gold]) == 1


@pytest.mark.parametrize(
    ("answer", "gold"),
    [("1902年", "1903年"), ("Ада", "Ада Хольм"), ("علی", "علیرضا"), ("", "x"), ("12", "1.2.0")],
)
def test_exact_match_is_exact(answer: str, gold: str) -> None:
    assert exact_match(answer, [gold]) == 0


@pytest.mark.parametrize(
    ("answer", "gold", "precision", "recall"),
    [
        # Words "old stone bridge" against "stone bridge": 2 of 3 given, 2 of 2 wanted.
        ("the old stone bridge", "a stone bridge", 2 / 3, 2 / 2),
        # Characters 石 桥 建 于 1902 年 against 1902 年: 2 of 6 given, 2 of 2 wanted.
        ("石桥建于1902年", "1902年", 2 / 6, 2 / 2),
        # Repeated words count as often as both sides hold them: да да нет / да да да: 2 of 3.
        ("да да нет", "да да да", 2 / 3, 2 / 3),
        # سارا نیک بود against سارا نيك (Arabic letters): 2 of 3 given, 2 of 2 wanted.
        ("سارا نیک بود", "سارا نيك", 2 / 3, 2 / 2),
        # The Arabic article falls away: مدينة كبيرة جدا against المدينة: 1 of 3 given, 1 of 1.
        ("مدينة كبيرة جدا", "المدينة", 1 / 3, 1 / 1),
    ],
)
def test_f1_by_hand(answer: str, gold: str, precision: float, recall: float) -> None:
    expected = 2 * precision * recall / (precision + recall)
    assert f1(answer, [gold]) == pytest.approx(expected)


def test_f1_takes_the_closest_gold_and_is_zero_without_shared_words() -> None:
    assert f1("stone bridge", ["wooden gate", "bridge"]) == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert f1("stone", ["wood"]) == 0
    assert f1("stone", []) == 0


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("He died in 1943 in New York.", "1943"),
        ("Tesla's hotel", "Tesla"),
        ("The bridge cost $1,250,000.", "1250000"),
        ("特斯拉于1943年去世。", "1943 年"),
        ("درگذشت او در ۱۹۴۳ بود", "1943"),
        ("Он умер в 1943 году", "1943 году"),
        ("blood group A is common", "A"),
        ("the sign ∑ means a sum", "∑"),
        ("Denver Broncos won", "the Denver Broncos"),
        ("قال الرئيس ذلك", "رئيس"),
    ],
)
def test_gold_is_found_as_whole_words(answer: str, gold: str) -> None:
    assert contains_gold(answer, [gold]) == 1


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("It was 1985.", "5"),
        ("because of rain", "us"),
        ("won in the city", "Won city"),
        ("于1943年", "943"),
        ("anything", ""),
        ("", "1943"),
        ("anything", "∑"),
    ],
)
def test_parts_of_words_and_scattered_words_are_not_gold(answer: str, gold: str) -> None:
    assert contains_gold(answer, [gold]) == 0


def test_rouge_l_by_hand() -> None:
    # police killed gunman / gunman police killed: subsequence of 2, 2/3 and 2/3.
    assert rouge_l("police killed gunman", ["gunman police killed"]) == pytest.approx(2 / 3)
    # 石 桥 建 于 年 / 石 桥 年: 3 of 5 given, 3 of 3 wanted.
    assert rouge_l("石桥建于年", ["石桥年"]) == pytest.approx(2 * (3 / 5) * 1 / (3 / 5 + 1))


TOKENS = st.lists(st.sampled_from("abcd"), max_size=40).map(tuple)


@given(TOKENS, TOKENS)
def test_common_subsequence_agrees_with_the_table(
    left: tuple[str, ...], right: tuple[str, ...]
) -> None:
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            longest = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else longest
    assert common_subsequence(left, right) == table[-1][-1]


@given(st.text(max_size=30))
def test_every_text_that_says_something_matches_itself(text: str) -> None:
    assert exact_match(text, [text]) == 1
    assert f1(text, [text]) == 1
    assert contains_gold(text, [text]) == float(bool(text.strip()))
