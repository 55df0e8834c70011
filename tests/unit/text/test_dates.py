"""Dates of every precision, in five languages and three calendars."""

import pytest

from rag.text.facts import DateFact, find
from rag.text.facts.calendars import Calendar

SAME = {
    "2021-01-26": [
        *(
            "26 January 2021",
            "January 26, 2021",
            "Jan. 26, 2021",
            "the 26th of January 2021",
            "2021-01-26",
        ),
        *(
            "2021年1月26日",
            "二〇二一年一月二十六日",
            "２０２１年１月２６日",
            "26 января 2021 года",
            "26.01.2021",
        ),
        *(
            "26 يناير 2021",
            "26 كانون الثاني/يناير 2021",
            "۲۶ ژانویه ۲۰۲۱",
            "۷ بهمن ۱۳۹۹",
            "۱۳۹۹/۱۱/۰۷",
        ),
    ],
    "2020-11": ["November 2020", "2020年11月", "ноябрь 2020", "نوفمبر 2020", "تشرين الثاني 2020"],
    "1886": ["in 1886", "1886年", "в 1886 году", "سنة 1886", "سال ۱۸۸۶ میلادی"],
    "--01-24": ["January 24", "1月24日", "24 января", "24 يناير"],
    "-0221": ["221 BC", "公元前221年", "221 г. до н. э."],
}


def _date(text: str) -> DateFact:
    (date,) = find(text).dates
    return date


@pytest.mark.parametrize(
    ("iso", "text"), [(iso, text) for iso, texts in SAME.items() for text in texts]
)
def test_one_date_in_many_spellings(iso: str, text: str) -> None:
    assert _date(text).iso == iso


@pytest.mark.parametrize(
    ("text", "year", "years"),
    [
        ("the 1960s", 1960, 10),
        ("1960年代", 1960, 10),
        ("в 1960-х годах", 1960, 10),
        ("دهه ۱۹۶۰", 1960, 10),
        ("الستينيات", 1960, 10),
        ("20世纪60年代", 1960, 10),
        ("the nineteenth century", 1801, 100),
        ("XIX век", 1801, 100),
        ("19世纪", 1801, 100),
        ("قرن نوزدهم", 1801, 100),
        ("القرن التاسع عشر", 1801, 100),
        ("قرن بیست و یکم", 2001, 100),
    ],
)
def test_decades_and_centuries(text: str, year: int, years: int) -> None:
    assert (_date(text).year, _date(text).years) == (year, years)


@pytest.mark.parametrize(
    "text", ["1800 soldiers", "2000 km", "10年", "600年的历史", "He may march", "2 года", "$1900"]
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert find(text).dates == ()


def test_numerals_of_a_date_are_no_numbers() -> None:
    found = find("On 2 November 2020 it sold 35 aircraft.")
    assert [number.value for number in found.numbers] == [35]


def test_an_order_that_cannot_be_known_leaves_the_year() -> None:
    assert _date("03/04/2020").iso == "2020"
    assert _date("13/04/2020").iso == "2020-04-13"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("January 2021", "26 January 2021"),
        ("2021", "26 January 2021"),
        ("the 1960s", "1964年"),
        ("the 20th century", "1987"),
        ("January 24", "24 January 2021"),
        ("2021", "۷ بهمن ۱۳۹۹"),
    ],
)
def test_a_less_precise_date_covers_a_more_precise_one(less: str, more: str) -> None:
    assert _date(less).covers(_date(more))
    assert not _date(more).covers(_date(less))
    assert not _date(less).opposes(_date(more))


def test_a_jalali_year_meets_both_gregorian_years_it_reaches_into() -> None:
    jalali = _date("سال ۱۳۹۹")
    assert jalali.calendar is Calendar.JALALI
    assert _date("2020").covers(jalali)
    assert _date("2021").covers(jalali)
    assert _date("2019").opposes(jalali)


def test_hijri_years_are_right_to_within_a_year() -> None:
    assert abs((_date("سنة 1442 هـ").year or 0) - 2020) <= 1


def test_dates_that_cannot_both_be() -> None:
    assert _date("2015").opposes(_date("2016"))
    assert _date("1 May").opposes(_date("2 May 2016"))


def test_years_cut_short_in_a_range() -> None:
    assert [date.year for date in find("from 1939-45").dates] == [1939, 1945]
