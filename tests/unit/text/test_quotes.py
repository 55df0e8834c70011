from __future__ import annotations

import time

import pytest

from rag.records import QuoteStatus, Span
from rag.text.quotes import Located, locate

TEXT = """The “creation, evolution” of the treaty. Putin's coop-
eration and cross-
domain deterrence. S-400 isn't cheap; it isn’t acceptable, said Ivanov, and not acceptable to us.
1,500 men at -5 degrees, 2019-2020. An unlawful, non-nuclear, concatenated word—dash.
美国不可能退出《条约》，俄罗斯
退出条约。 کتاب‌های او می‌رود. عاد مُحَمَّد إلى المدينة. Ёлка"""


def found(quote: str, near: Span | None = None) -> tuple[QuoteStatus, str | None]:
    place = locate(quote, TEXT, near)
    return place.status, place.span and place.span.of(TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "creation, evolution",
        "S-400",
        "1,500 men",
        "2020",
        "2019",
        "俄罗斯\n退出条约",
        "不可能退出",
        "word",
        "Putin",
    ],
)
def test_words_that_stand_there_are_exact(quote: str):
    assert found(quote) == (QuoteStatus.EXACT, quote)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("“creation, evolution”", "“creation, evolution”"),
        ("…of the treaty...", "of the treaty"),
        ("  'men'  ", "men"),
    ],
)
def test_marks_around_a_quote_do_not_count(quote: str, words: str):
    assert found(quote) == (QuoteStatus.EXACT, words)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("THE CREATION", None),
        ("OF THE TREATY.", "of the treaty."),
        ("Putin’s cooperation", "Putin's coop-\neration"),
        ("cross-domain deterrence", "cross-\ndomain deterrence"),
        ("crossdomain deterrence", "cross-\ndomain deterrence"),
        ("俄罗斯退出条约", "俄罗斯\n退出条约"),
        ("كتابهاي", "کتاب‌های"),
        ("محمد الى المدينه", "مُحَمَّد إلى المدينة"),
        ("елка", "Ёлка"),
        ("isn't acceptable", "isn’t acceptable"),
    ],
)
def test_words_that_only_look_different_are_normalised(quote: str, words: str | None):
    status = QuoteStatus.NORMALISED if words else QuoteStatus.MISSING
    assert found(quote) == (status, words)


@pytest.mark.parametrize(
    "quote",
    [
        *("cat", "lawful", "nuclear", "eration", "domain deterrence", "treat", "isn"),
        *("500 men", "1", "400", "5 degrees", "可能退出", "رود"),
        *("", "  ", "“…”", "the treaty was signed", "creation evolution"),
    ],
)
def test_unsure_is_missing(quote: str):
    assert locate(quote, TEXT) == Located(None, QuoteStatus.MISSING)


def test_what_stands_under_a_negation_is_another_statement():
    assert locate("acceptable", "It is not acceptable.").status is QuoteStatus.MISSING
    assert locate("not acceptable", "It is not acceptable.").status is QuoteStatus.EXACT
    assert locate("приемлемо", "Это не приемлемо.").status is QuoteStatus.MISSING
    assert locate("acceptable", "It is not so. acceptable").status is QuoteStatus.EXACT


def test_the_nearest_of_several():
    text = "Russia left. " * 50
    for start in (0, 13 * 20, 13 * 49):
        assert locate("Russia left.", text, Span(start, start + 5)).span == Span(start, start + 12)
        assert locate("russia LEFT.", text, Span(start, start + 5)).span == Span(start, start + 12)
    assert locate("Russia left.", text, Span(13 * 7 + 5, 13 * 7 + 9)).span == Span(91, 103)


@pytest.mark.parametrize("quote", ["not there at all", "e", "the treaty of 1987 ended"])
def test_quick_in_a_megabyte(quote: str):
    text = "The treaty ended — somewhere, somehow; everybody agreed. " * 18_000
    started = time.process_time()
    assert locate(quote, text).status is QuoteStatus.MISSING
    assert time.process_time() - started < 3
