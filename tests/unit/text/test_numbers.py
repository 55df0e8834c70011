"""One number, however five languages and their digits write it."""

from decimal import Decimal

import pytest

from rag.text.facts import find
from rag.text.facts.counting import han, written

# What is written, and the value and unit that every way of writing it must give.
SAME = {
    ("3500000", None): [
        "3.5 million",
        "350万",
        "3,5 млн",
        "۳٫۵ میلیون",
        "٣.٥ مليون",
        "3500000",
        "۳/۵ میلیون",
    ],
    ("70", "%"): [
        *("70%", "seventy percent", "百分之七十", "７０％", "70 процентов", "семьдесят процентов"),
        *("هفتاد درصد", "٪۷۰", "سبعون بالمئة", "٧٠ في المئة", "百分之70"),
    ],
    ("4200", "km"): [
        "4200 km",
        "4,200 kilometres",
        "4200公里",
        "4 200 км",
        "۴۲۰۰ کیلومتر",
        "٤٢٠٠ كم",
    ],
    ("5200000000", "USD"): [
        "$5.2 billion",
        "5.2 billion dollars",
        "52亿美元",
        "5,2 млрд долларов",
        "۵٫۲ میلیارد دلار",
    ],
    ("75", None): ["seventy-five", "七十五", "семьдесят пять", "هفتاد و پنج", "خمسة وسبعون"],
    ("12305", None): [
        "twelve thousand three hundred and five",
        "一万二千三百零五",
        "двенадцать тысяч триста пять",
    ],
    ("350000000", "person"): ["350 million people", "三亿五千万人", "3亿5000万人"],
}
WAYS = [(text, value, unit) for (value, unit), texts in SAME.items() for text in texts]


@pytest.mark.parametrize(("text", "value", "unit"), WAYS)
def test_one_number_in_many_spellings(text: str, value: str, unit: str | None) -> None:
    (number,) = find(text).numbers
    assert (number.value, number.unit) == (Decimal(value), unit)
    assert number.span.of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("S-400", "Su-35", "苏-35", "G20", "5G", "COVID-19", "v1.2.3", "192.168.0.1", "17:00:29"),
        *("十分重要", "万一失败", "五角大楼", "one of them", "один из них", "نه", "发展中国家一样"),
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert find(text).numbers == ()


def test_a_range_shares_unit_and_scale() -> None:
    first, last = find("between 5 and 7").numbers
    assert (first.unit, last.unit) == (None, None)
    first, last = find("5 to 7 million people").numbers
    assert (
        (first.value, first.unit)
        == (Decimal(5_000_000), "person")
        == (last.value - 2_000_000, last.unit)
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two thirds", ["0.666667"]),
        ("三分之二", ["0.666667"]),
        ("دو سوم", ["0.666667"]),
        ("twice", ["2"]),
        ("-5 °C", ["-5"]),
        ("37,6 млрд. долларов", ["37600000000"]),
        ("大约 10 亿年前", ["1000000000"]),
        ("二十多个国家和两国", ["20", "2"]),
    ],
)
def test_shares_signs_and_scales(text: str, values: list[str]) -> None:
    assert [number.value for number in find(text).numbers] == [Decimal(value) for value in values]


def test_ordinals_are_marked_and_centuries_are_dates() -> None:
    found = find("the third of the 21st century")
    assert [number.unit for number in found.numbers] == ["ordinal"]
    assert [date.years for date in found.dates] == [100]


@pytest.mark.parametrize(
    ("digits", "language", "value"),
    [
        ("3,500", "en", "3500"),
        ("3,500", "ru", "3.500"),
        ("1.234.567", "de", "1234567"),
        ("1,234.5", None, "1234.5"),
        ("1.234,5", "de", "1234.5"),
        ("12 345", "ru", "12345"),
        ("0,5", None, "0.5"),
    ],
)
def test_separators_are_read_as_the_language_uses_them(
    digits: str, language: str | None, value: str
) -> None:
    assert written(digits, language) == Decimal(value)


def test_separators_that_make_no_number() -> None:
    assert written("1.2.3") is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十二", 12),
        ("二〇二〇", 2020),
        ("三百零五", 305),
        ("一亿零二十万", 100_200_000),
        ("两千", 2000),
        ("廿一", 21),
    ],
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert han(numeral) == value
