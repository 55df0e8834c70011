"""Overlap, regions and the spelling of sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evals.matching import Place, iou, overlap, regions, share_touched, source_key
from rag.records import Span


def place(start: int, end: int, source: str = "a.txt") -> Place:
    return Place(source, Span(start, end))


PLACES = st.lists(
    st.builds(
        lambda source, start, length: place(start, start + length, source),
        st.sampled_from(["a.txt", "b.txt"]),
        st.integers(0, 30),
        st.integers(1, 10),
    ),
    max_size=8,
)


def characters(places: list[Place] | tuple[Place, ...]) -> set[tuple[str, int]]:
    return {(p.source, at) for p in places for at in range(p.span.start, p.span.end)}


@pytest.mark.parametrize(
    ("spelt", "other"),
    [("./a/b.txt", "a/b.txt"), ("a\\b.txt", "a/b.txt"), ("cafe\u0301.txt", "caf\u00e9.txt")],
)
def test_one_path_has_one_key(spelt: str, other: str) -> None:
    assert source_key(spelt) == source_key(other)


def test_paths_that_differ_have_different_keys() -> None:
    assert source_key("a/b.txt") != source_key("b.txt") != source_key("B.txt")


def test_touching_ends_do_not_overlap_and_other_documents_never_do() -> None:
    assert overlap(place(0, 5), place(4, 6))
    assert not overlap(place(0, 5), place(5, 6))
    assert not overlap(place(0, 5), place(0, 5, "b.txt"))


def test_intersection_over_union_by_hand() -> None:
    # 4-10 and 6-12 share 4 of the 8 characters 4-12.
    assert iou(place(4, 10), place(6, 12)) == 4 / 8
    assert iou(place(4, 10), place(4, 10, "b.txt")) == 0


@given(PLACES)
def test_regions_hold_the_same_characters_and_are_apart(places: list[Place]) -> None:
    merged = regions(places)
    assert characters(merged) == characters(places)
    assert sum(len(each.span) for each in merged) == len(characters(places))


def test_share_of_places_touched() -> None:
    assert share_touched([place(0, 2), place(5, 7), place(9, 10)], [place(1, 6)]) == 2 / 3
