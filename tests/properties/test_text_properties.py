"""Offsets hold for any text: Chinese, Arabic, Persian, Hindi, Thai, emoji, combining marks."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rag.records import QuoteStatus, Span
from rag.text.graphemes import border_before, is_border
from rag.text.language import detect, direction
from rag.text.normalise import canonical, fold, folded_text, unbroken
from rag.text.quotes import locate
from rag.text.sentences import split
from rag.text.tokens import count_tokens, truncate
from rag.text.words import key_terms, terms

PIECES = [
    *(
        "The treaty ended. ",
        "Dr. Smith said: “We go.” ",
        "coop-\neration ",
        "cross-\ndomain ",
        "U.S. ",
    ),
    *("美国退出《条约》。", "“好。”他说，", "中\n国", "2020年11月", "開放", "日本語です。"),
    *("روسیه از پیمان خارج شد. ", "می‌رود؟ ", "كِتَابٌ، ", "المعاهدة ", "۱٬۲۳۴٫۵ ", "آر. ای. "),
    *("В 2020 г. Он ушёл. ", "за\u0301мок ", "«Да!» — сказал ", "й", "т.е. "),
    *("रूस संधि से बाहर। ", "क्षेत्र ", "รัสเซียถอนตัว ", "ស្រុក", "မြန်မာ", "한국어 "),
    *(
        "👨‍👩‍👧",
        "🇫🇷🇩🇪",
        "👍🏽",
        "e\u0301",
        "a\u0323\u0308",
        "\u1112\u1161\u11ab",
        "ｶﾞ",
        "ﬁ",
        "ß",
        "İ",
        "½",
    ),
    *(
        "\n",
        "\n\n",
        "  ",
        "\t",
        "\u2028",
        "\u00a0",
        "\u200b",
        "\u00ad\n",
        "\ufeff",
        "\u202b",
        "\x00",
        "\x1c",
    ),
    *(
        "• ",
        "1. ",
        "- ",
        "(",
        ")",
        "“",
        "”",
        "...",
        "…",
        "!?",
        "1,234.5",
        "S-400",
        "С-400",
        "苏-35",
        "-5",
    ),
    *("<|endoftext|>", "ﷺ", "\U0001d54f", "\udc80", "\u0300", "\u200d"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)

# What other tests left open may be collected while these run, and is no fault of theirs.
pytestmark = pytest.mark.filterwarnings("error", "ignore::ResourceWarning")
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(TEXTS)
def test_canonical_is_stable_and_keeps_every_other_character(raw: str):
    text = canonical(raw)
    assert "\r" not in text
    assert text == raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@MANY
@given(TEXTS)
def test_sentences_slice_back_in_order_and_lose_nothing(text: str):
    spans = split(text)
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@MANY
@given(TEXTS, st.sampled_from(["en", "ru", "zh", "fa", "ar", "hi", "th", "de", "xx"]))
def test_sentences_hold_in_any_language(text: str, language: str):
    spans = split(text, language)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@MANY
@given(TEXTS)
def test_fold_offsets_rise_from_start_to_end(text: str):
    folded = fold(text)
    offsets = folded.offsets.tolist()
    assert len(offsets) == len(folded.text) + 1
    assert len(folded.ends) == len(folded.text)
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(offsets, folded.ends, strict=False)
    )


@MANY
@given(TEXTS)
def test_folding_without_offsets_gives_the_same_text(text: str):
    for reading in ("judged", "kept", "dropped"):
        assert folded_text(text, reading) == fold(text, reading).text


@MANY
@given(TEXTS)
def test_folded_text_is_composed_and_has_single_spaces(text: str):
    folded = folded_text(text)
    assert not regex.search(r"\s\s|[^\S ]", folded)
    assert unicodedata.is_normalized("NFC", folded)


@MANY
@given(TEXTS, st.data())
def test_a_folded_stretch_maps_to_what_folds_to_it(text: str, data: st.DataObject):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.original_span(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    words = folded.text[start:end].strip()
    # Marks and hyphens at the border belong to neighbours that the stretch leaves out.
    if (
        words.replace(" ", "").isalnum()
        and is_border(text, span.start)
        and is_border(text, span.end)
    ):
        assert words in folded_text(span.of(text))


@MANY
@given(TEXTS)
@example("中\n国")
@example("コ\n-")
def test_unbroken_is_one_trimmed_line(text: str):
    line = unbroken(text)
    assert line == " ".join(line.split())
    assert unbroken(line) == line


@MANY
@given(TEXTS, st.data())
def test_a_located_quote_is_in_the_text_in_the_same_words(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : start + data.draw(st.integers(0, 40))]
    near = data.draw(st.none() | st.builds(Span, st.just(start), st.just(len(text))))
    place = locate(quote, text, near)
    assert (place.span is None) == (place.status is QuoteStatus.MISSING)
    if place.span:
        words = place.span.of(text)
        assert is_border(text, place.span.start)
        assert is_border(text, place.span.end)
        if place.status is QuoteStatus.EXACT:
            assert words in quote
        else:
            assert any(
                folded_text(words, reading).strip() in folded_text(quote, reading)
                for reading in ("judged", "kept", "dropped")
            )


@MANY
@given(TEXTS)
def test_every_sentence_is_found_again_where_it_stands(text: str):
    for span in split(text):
        words = span.of(text)
        place = locate(words, text, span)
        if place.status is QuoteStatus.EXACT:
            assert place.span
            assert place.span.of(text) in words


@MANY
@given(TEXTS, st.integers(0, 60))
def test_truncated_text_is_a_start_that_fits(text: str, budget: int):
    text = text.encode("utf-8", "replace").decode()
    start = truncate(text, budget)
    assert text.startswith(start)
    assert count_tokens(start) <= budget
    assert is_border(text, len(start))


@MANY
@given(TEXTS, st.integers(0, 100))
def test_borders_agree_with_the_graphemes_of_the_whole_text(text: str, offset: int):
    borders = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    offset = min(offset, len(text))
    assert border_before(text, offset) == max(border for border in borders if border <= offset)


@MANY
@given(TEXTS)
def test_terms_and_language_of_anything(text: str):
    assert all(term and not regex.search(r"\s", term) for term in terms(text, detect(text)))
    assert len(key_terms(text)) == len(set(key_terms(text)))
    assert terms(text) == terms(text)
    assert direction(detect(text)) in ("rtl", "ltr")
