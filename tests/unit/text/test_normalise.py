from __future__ import annotations

import time

import pytest

from rag.records import Span
from rag.text.normalise import canonical, fold, folded_text, unbroken


def test_canonical_drops_the_byte_order_mark_and_unifies_line_ends_only():
    assert canonical("\ufeffa\r\nb\rc\n\u00a0ﬁ\u200c ") == "a\nb\nc\n\u00a0ﬁ\u200c "


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب ي", "کتاب ی"),
        ("مُحَمَّد", "محمد"),
        ("أحمد إلى آخر المعاهدة", "احمد الی اخر المعاهده"),
        ("می‌رود", "میرود"),
        ("۲۰۲۰ ٢٠٢٠ ２０２０ २०२०", "2020 2020 2020 2020"),
        ("ﬁne", "fine"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "CAFÉ"),
        ("за\u0301мок ёлка", "замок елка"),
        ("“new” – ‘old’…", "\"new\" - 'old'..."),
        ("soft\u00adly", "softly"),
        ("\u202bمتن\u202c", "متن"),
        ("١٬٢٣٤٫٥؟", "1,234.5?"),
        ("ｶﾞ", "ガ"),
        ("2020 年 11 月", "2020年11月"),
        ("条约\n签署", "条约签署"),
        ("a \t\n b", "a b"),
    ],
)
def test_what_only_looks_different_folds_to_the_same(one: str, other: str):
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [("10²", "102"), ("2½", "21/2"), ("resume", "résumé"), ("5①", "51"), ("край", "краи")],
)
def test_what_says_something_else_stays_apart(one: str, other: str):
    assert fold(one).text != fold(other).text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the coop-\neration of", "the cooperation of"),
        ("in cross-\ndomain deterrence", "in cross-domain deterrence"),
        ("non-\nproliferation", "non-proliferation"),
        ("the S-\n400 system", "the S-400 system"),
        ("the US-\nRussia talks", "the US-Russia talks"),
        ("сотрудни-\nчество", "сотрудничество"),
        ("soft\u00ad\nware", "software"),
        ("a dash -\nthen more", "a dash - then more"),
    ],
)
def test_a_line_end_hyphen_is_undone_unless_it_was_there_before(broken: str, whole: str):
    assert unbroken(broken) == whole
    assert fold(broken).text == fold(whole).text


def test_a_line_end_hyphen_can_be_read_one_way_throughout():
    assert fold("cross-\ndomain", "dropped").text == "crossdomain"
    assert fold("coop-\neration", "kept").text == "coop-eration"


def test_unbroken_joins_ideographs_without_a_space():
    assert unbroken("  美国退出\n  《条约》，\n俄罗斯 said\nso \n\n again") == (
        "美国退出《条约》，俄罗斯 said so again"
    )


def test_original_span_covers_what_folding_changed():
    text = "the ﬁrst كِتاب of coop-\neration"
    folded = fold(text)
    for words, original in [
        ("first", "ﬁrst"),
        ("کتاب", "كِتاب"),
        ("cooperation", "coop-\neration"),
        ("of", "of"),
    ]:
        start = folded.text.index(words)
        assert folded.original_span(start, start + len(words)).of(text) == original


def test_original_span_leaves_out_a_gap_that_folding_closed():
    folded = fold("中\n国")
    assert folded.original_span(0, 1) == Span(0, 1)
    assert folded.original_span(0, 2) == Span(0, 3)
    assert folded.original_span(1, 1) == Span(2, 2)


def test_half_a_ligature_is_the_whole_ligature():
    folded = fold("ﬁ")
    assert folded.text == "fi"
    assert folded.original_span(0, 1) == folded.original_span(1, 2) == Span(0, 1)


def test_original_span_refuses_what_lies_outside():
    with pytest.raises(ValueError, match="leaves the 2 folded"):
        fold("ab").original_span(1, 3)


def test_a_megabyte_folds_in_about_a_second():
    text = ("The treaty — signed in 2020 — «договор» کتاب‌ها 条约\n" * 21_000)[:1_000_000]
    started = time.process_time()
    folded = fold(text)
    assert time.process_time() - started < 3  # three times the aim, for slow machines
    assert folded.text == folded_text(text)
    assert len(folded.offsets) == len(folded.text) + 1
