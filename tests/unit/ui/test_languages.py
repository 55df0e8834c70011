"""Every interface language is complete, and fills its phrases in the same way."""

from dataclasses import fields
from string import Formatter

import pytest

from rag.text.plurals import CATEGORIES
from ui.languages import INTERFACE, language_name, preferred, words


def blanks(phrase):
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_no_phrase_is_empty_and_every_blank_is_kept(language):
    for field in fields(INTERFACE["en"]):
        english = getattr(INTERFACE["en"], field.name)
        phrase = getattr(INTERFACE[language], field.name)
        assert phrase.strip() or field.name == "thousands", field.name
        assert blanks(phrase) == blanks(english), field.name


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_every_counted_phrase_has_the_forms_of_its_language(language):
    counted = [
        (field.name, spec.split("|"))
        for field in fields(INTERFACE[language])
        for _, _, spec, _ in Formatter().parse(getattr(INTERFACE[language], field.name))
        if spec
    ]
    assert [name for name, forms in counted if len(forms) != len(CATEGORIES[language])] == []
    assert language in ("zh", "fa") or len(counted) >= 10


@pytest.mark.parametrize("language", sorted(set(INTERFACE) - {"en"}))
def test_a_translation_is_not_the_english(language):
    english, other = INTERFACE["en"], INTERFACE[language]
    same = [f.name for f in fields(english) if getattr(english, f.name) == getattr(other, f.name)]
    assert set(same) <= {"direction", "digits", "decimal", "thousands", "name"}


def test_numbers_take_the_digits_of_the_language():
    assert words("fa").fill("{n} از {m}", n=12, m=305) == "۱۲ از ۳۰۵"
    assert words("ar").number(2021) == "٢٠٢١"
    assert words("ru").number(2021) == "2021"
    assert words("fa").fill("{t}", t="2021-01-27") == "2021-01-27"
    assert words("fa").number(12345.5) == "۱۲٬۳۴۵٫۵"
    assert words("ru").number(1234567) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert words("en").number(2021) == "2021"


@pytest.mark.parametrize(
    ("language", "documents", "passages", "told"),
    [
        ("en", 1, 1, "1 document, 1 passage"),
        ("en", 2, 10_000, "2 documents, 10,000 passages"),
        ("zh", 1, 2, "共 1 份文档、2 个段落"),
        ("fa", 1, 2, "۱ سند، ۲ بند"),
        ("ru", 1, 3, "1 документ, 3 отрывка"),
        ("ru", 21, 12, "21 документ, 12 отрывков"),
        ("ar", 1, 2, "وثيقة واحدة، مقطعان"),
        ("ar", 7, 94, "٧ وثائق، ٩٤ مقطعًا"),
        ("ar", 100, 0, "١٠٠ وثيقة، ٠ مقطع"),
    ],
)
def test_what_is_counted_agrees_with_its_number(language, documents, passages, told):
    spoken = words(language)
    assert spoken.fill(spoken.library_count, documents=documents, passages=passages) == told


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
