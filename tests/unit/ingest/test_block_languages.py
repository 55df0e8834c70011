"""The language of a block: of its own words, and for a few words that of the document."""

from __future__ import annotations

import pytest

from rag.ingest.block_languages import of_blocks

ENGLISH = "The harbour master kept a ledger of every curlew that he saw from the office window."
FRENCH = "Le capitaine du port tenait un registre de tous les courlis qu'il voyait de sa fenêtre."
PERSIAN = "رئیس بندر دفتری از همهٔ پرندگانی داشت که از پنجرهٔ اتاق کار خود می‌دید و می‌نوشت."
RUSSIAN = "Начальник порта вёл журнал, куда записывал каждого кроншнепа, увиденного из окна."


@pytest.mark.parametrize(
    ("short", "language"),
    [("Kaveh Nikandish 1", "en"), ("Comment *", "en"), ("P. 112", "en"), ("2021-01-27", "und")],
)
def test_a_few_words_are_in_the_language_around_them(short, language):
    assert of_blocks([ENGLISH, short, ENGLISH]) == ["en", language, "en"]


def test_each_script_has_its_own_language():
    assert of_blocks([PERSIAN, ENGLISH, "Kaveh", "کاوه", "Россия"]) == [
        "fa",
        "en",
        "en",
        "fa",
        "ru",
    ]


def test_of_two_languages_of_a_script_the_one_told_more_counts_for_strange_words():
    assert of_blocks([FRENCH, ENGLISH, ENGLISH, "Kaveh Nikandish 1"])[-1] == "en"
    assert of_blocks([FRENCH, FRENCH, ENGLISH, "Kaveh Nikandish 1"])[-1] == "fr"


def test_longer_blocks_speak_for_themselves():
    assert of_blocks([ENGLISH, FRENCH, RUSSIAN, PERSIAN]) == ["en", "fr", "ru", "fa"]


def test_short_blocks_alone_are_judged_by_their_words():
    assert of_blocks(["Россия", "中国"]) == ["ru", "zh"]
    assert of_blocks([]) == []
