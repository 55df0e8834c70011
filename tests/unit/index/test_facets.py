"""Dates of any precision as days, and names as they are compared."""

from __future__ import annotations

import pytest

from rag.index.facets import Facets, Period, folded, period
from rag.records import Provenance


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021-01-26", "2021-01-26", "2021-01-26"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("0987", "0987-01-01", "0987-12-31"),
    ],
)
def test_a_date_means_all_its_days(date: str, first: str, last: str) -> None:
    assert period(date) == Period(first, last)


@pytest.mark.parametrize(
    "date", ["", "soon", "26 Jan 2021", "2021-13", "2021-00", "2021-02-29", "21", "2021-1", "0000"]
)
def test_anything_else_means_none(date: str) -> None:
    assert period(date) is None


def test_names_are_compared_without_case_width_or_outer_space() -> None:
    assert folded(" Ｗeekly ÉCHO ") == folded("weekly écho")


def test_what_is_unknown_is_not_filtered_by() -> None:
    assert Facets.of(Provenance()) == Facets(None, None)
    assert Facets.of(Provenance(published="last spring")).published is None
