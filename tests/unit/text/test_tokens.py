from __future__ import annotations

import time

import pytest

from rag.text.tokens import count_tokens, is_common_noun, is_common_word, truncate


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("hello world", 2), ("tiktoken is great!", 6)]
)
def test_counts_as_cl100k_base_does(text: str, count: int):
    assert count_tokens(text) == count


def test_special_tokens_are_plain_text():
    assert count_tokens("<|endoftext|>") > 1
    assert truncate("<|endoftext|> and more", 100) == "<|endoftext|> and more"


def test_truncate_keeps_what_fits_and_no_more():
    text = "one two three four five"
    assert truncate(text, 3) == "one two three"
    assert truncate(text, 5) == text
    assert truncate(text, 0) == truncate(text, -1) == ""


def test_truncate_never_cuts_a_grapheme():
    family = "👨‍👩‍👧"
    whole = count_tokens(family)
    assert truncate(family * 3, whole - 1) == ""
    assert truncate(family * 3, whole * 2) == family * 2
    assert truncate("e\u0301" * 5, 3) in ("", "e\u0301", "e\u0301" * 2)


def test_common_words_are_single_tokens():
    assert is_common_word("cooperation")
    assert not is_common_word("crossdomain")


@pytest.mark.parametrize(
    ("word", "common"), [("House", True), ("Mark", True), ("Joe", False), ("Lavrov", False)]
)
def test_names_are_seldom_in_small_letters(word: str, common: bool):
    assert is_common_noun(word) is common


@pytest.mark.parametrize("text", ["a" * 1_000_000, " " * 1_000_000, "treaty " * 140_000])
def test_a_megabyte_is_counted_quickly(text: str):
    started = time.process_time()
    assert count_tokens(text) > 0
    truncate(text, 200)
    assert time.process_time() - started < 3
