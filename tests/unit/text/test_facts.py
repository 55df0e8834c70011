"""All facts of a text together: exact spans in any script, nothing counted twice."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.records import Span
from rag.text import facts
from rag.text.aligned import lower, plain
from rag.text.facts import Facts

WORDS = [
    *(
        "Putin said 70% on 2 November 2020, not 3.5 million km.",
        "俄罗斯没有350万人，二〇二〇年。",
        "не 3,5 млн",
    ),
    *(
        "۷ بهمن ۱۳۹۹ نیست",
        "٣.٥ مليون في عام 150 هـ",
        "S-400",
        "《条约》",
        "İstanbul ẞ ﬁ",
        "e\u0301",
        "😀👩‍👩‍👧",
        "ก็",
        "हिन्दी",
    ),
]
MIXED = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=5).map(" ".join)


def _spans(found: Facts) -> list[Span]:
    return [*(fact.span for fact in (*found.numbers, *found.dates, *found.names)), *found.negations]


@settings(deadline=None)
@given(MIXED)
def test_every_span_lies_in_the_text(text: str) -> None:
    for span in _spans(facts.find(text)):
        assert 0 <= span.start < span.end <= len(text)


@settings(deadline=None)
@given(MIXED)
def test_numbers_dates_and_names_do_not_overlap(text: str) -> None:
    found = facts.find(text)
    for dated in found.dates:
        assert not any(dated.span.overlaps(fact.span) for fact in (*found.numbers, *found.names))


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(lower(plain(text))) == len(text)


@given(st.integers(0, 10**9), st.sampled_from(["٠", "۰", "０", "०", "๐"]))
def test_digits_of_every_script_have_one_value(value: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in f"{value} kg"[:-3])
    (number,) = facts.find(written + " kg").numbers
    assert number.value == value
    assert unicodedata.decimal(zero) == 0


def test_the_facts_of_a_sentence() -> None:
    text = "On 24 January, Dmitry Peskov did not say that Russia sold 35 aircraft to China."
    found = facts.find(text)
    assert [date.iso for date in found.dates] == ["--01-24"]
    assert [number.value for number in found.numbers] == [35]
    assert [name.key for name in found.names] == ["DMTR PSK", "russia", "china"]
    assert [span.of(text) for span in found.negations] == ["not"]


def test_an_empty_text_has_no_facts() -> None:
    assert facts.find("") == Facts((), (), (), ())
