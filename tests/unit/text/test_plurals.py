"""Forms by number, against the sample numbers that CLDR gives for each category."""

import pytest

from rag.text.plurals import CATEGORIES, Counted, category

# CLDR 47, plurals.xml: the @integer and @decimal samples of each category.
SAMPLES = {
    ("en", "one"): [1],
    ("en", "other"): [0, 2, 16, 100, 1000, 0.0, 1.5, 1.0, 1000.0],
    ("zh", "other"): [0, 15, 100, 0.0, 1.5],
    ("fa", "one"): [0, 1, 0.0, 1.0, 0.04],
    ("fa", "other"): [2, 17, 100, 1000, 1.1, 2.6],
    ("ru", "one"): [1, 21, 31, 41, 51, 61, 71, 81, 101, 1001],
    ("ru", "few"): [2, 3, 4, 22, 24, 32, 34, 62, 102, 1002],
    ("ru", "many"): [0, 5, 19, 11, 12, 14, 100, 111, 1000, 10000, 1000000],
    ("ru", "other"): [0.0, 1.5, 10.0, 100.0],
    ("ar", "zero"): [0, 0.0],
    ("ar", "one"): [1, 1.0],
    ("ar", "two"): [2, 2.0],
    ("ar", "few"): [3, 10, 103, 110, 1003, 3.0, 103.0],
    ("ar", "many"): [11, 26, 99, 111, 1011, 11.0, 99.0],
    ("ar", "other"): [100, 102, 200, 202, 300, 1000, 10000, 0.1, 0.9, 1.1, 10.1, 100.0],
}


def test_every_language_and_category_has_samples():
    assert set(SAMPLES) == {(code, each) for code, known in CATEGORIES.items() for each in known}


@pytest.mark.parametrize(("language", "expected"), SAMPLES)
def test_a_number_has_the_category_that_cldr_gives_it(language, expected):
    numbers = SAMPLES[language, expected]
    assert {number: category(number, language) for number in numbers} == dict.fromkeys(
        numbers, expected
    )


def test_a_number_stands_alone_or_with_the_form_it_asks_for():
    one, three = Counted(1, "ru", "1"), Counted(3, "ru", "3")
    assert f"{one}" == "1"
    assert f"{one:# файл|# файла|# файлов|# файла}" == "1 файл"
    assert f"{three:# файл|# файла|# файлов|# файла}" == "3 файла"
    assert "{n:none|a file|two|# few|# many|# other}".format(n=Counted(1, "ar", "١")) == "a file"


def test_a_phrase_with_too_few_forms_is_refused():
    with pytest.raises(ValueError, match="one, few, many, other"):
        "{n:# файл|# файла}".format(n=Counted(1, "ru", "1"))
