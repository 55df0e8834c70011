"""What two texts share shows in their sketches, wherever it stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.sketch import SHINGLE_TERMS, WINDOW, sketch

LONG = [f"word{n}" for n in range(400)]
terms = st.lists(st.sampled_from("abcdefghij"), max_size=80)


def test_a_text_stands_in_itself_and_in_nothing_else() -> None:
    one, other = sketch(LONG), sketch([term.upper() for term in LONG])
    assert one.share_in(one) == 1.0
    assert one.share_in(other) == 0.0


def test_an_excerpt_stands_in_the_whole_but_not_the_other_way_round() -> None:
    whole, excerpt = sketch(LONG), sketch(LONG[100:200])
    assert excerpt.share_in(whole) == 1.0
    assert whole.share_in(excerpt) == pytest.approx(95 / 395)


def test_an_edit_costs_the_shingles_it_touches() -> None:
    edited = [*LONG[:200], "other", *LONG[201:]]
    assert sketch(LONG).share_in(sketch(edited)) == pytest.approx(1 - SHINGLE_TERMS / 395)


def test_few_shingles_are_kept_as_fingerprints() -> None:
    kept = len(sketch(LONG).fingerprints)
    assert len(LONG) / WINDOW <= kept <= 4 * len(LONG) / WINDOW


def test_a_text_shorter_than_a_shingle_has_none() -> None:
    short = sketch(LONG[: SHINGLE_TERMS - 1])
    assert len(short.shingles) == len(short.fingerprints) == 0
    assert short.share_in(sketch(LONG)) == 0.0


def test_a_sketch_is_the_same_in_every_process() -> None:
    words = ["the", "treaty", "was", "extended", "in", "2021"]
    assert sketch(words).shingles.tolist() == [581287401262009743]


@given(terms, terms, terms, terms)
def test_a_run_long_enough_is_never_missed(
    before: list[str], after: list[str], ahead: list[str], behind: list[str]
) -> None:
    shared = LONG[: SHINGLE_TERMS + WINDOW - 1]
    one, other = sketch([*before, *shared, *after]), sketch([*ahead, *shared, *behind])
    assert set(one.fingerprints.tolist()) & set(other.fingerprints.tolist())
