"""Every interface language is complete, and fills its phrases in the same way."""

import re
from dataclasses import fields

import pytest

from ui.languages import INTERFACE, language_name, preferred, words

BLANK = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_no_phrase_is_empty_and_every_blank_is_kept(language):
    for field in fields(INTERFACE["en"]):
        english = getattr(INTERFACE["en"], field.name)
        phrase = getattr(INTERFACE[language], field.name)
        assert phrase.strip(), field.name
        assert set(BLANK.findall(phrase)) == set(BLANK.findall(english)), field.name


@pytest.mark.parametrize("language", sorted(set(INTERFACE) - {"en"}))
def test_a_translation_is_not_the_english(language):
    english, other = INTERFACE["en"], INTERFACE[language]
    same = [f.name for f in fields(english) if getattr(english, f.name) == getattr(other, f.name)]
    assert set(same) <= {"direction", "digits", "name"}


def test_numbers_take_the_digits_of_the_language():
    assert words("fa").fill("{n} از {m}", n=12, m=305) == "۱۲ از ۳۰۵"
    assert words("ar").number(2021) == "٢٠٢١"
    assert words("ru").number(2021) == "2021"
    assert words("fa").fill("{t}", t="2021-01-27") == "2021-01-27"


def test_a_title_with_braces_is_filled_in_as_it_is():
    assert words("en").fill(words("en").was_removed, title="{undo}") == "“{undo}” was removed."


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fa-IR,fa;q=0.9,en;q=0.5", "fa"),
        ("de-DE,de;q=0.9,ru;q=0.4,zh;q=0.8", "zh"),
        ("ar", "ar"),
        ("de", "en"),
        ("", "en"),
        ("zh;q=x,ru", "ru"),
        ("*", "en"),
    ],
)
def test_the_browsers_first_choice_among_those_known_wins(header, language):
    assert preferred(header) == language


def test_a_language_is_named_in_its_own_words_or_by_its_code():
    assert language_name("fa") == "فارسی"
    assert language_name("tr") == "tr"
    assert words("tr").code == "en"
