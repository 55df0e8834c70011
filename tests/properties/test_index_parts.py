"""Small parts of the index, over whatever they may be given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rag.index import schema
from rag.index.facets import period
from rag.index.keys import parsed
from rag.index.lexical import _any_of
from rag.index.ranking import best
from rag.index.rowids import fetched, listed
from rag.index.vectors import packed, unpacked

# Whatever is no separator and no control character stays part of a term.
TERM = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\u180e"),
    min_size=1,
    max_size=12,
)
SCORES = arrays.arrays(
    np.float32,
    st.integers(0, 60),
    elements=st.sampled_from([-1.0, -0.5, 0.0, 0.25, 0.25000003, 1.0]),
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(opened, "in memory")
    yield opened
    opened.close()


@given(SCORES, st.integers(0, 70))
def test_the_best_are_those_of_a_full_stable_sort(scores: np.ndarray, depth: int) -> None:
    assert best(scores, depth).tolist() == np.argsort(-scores, kind="stable")[:depth].tolist()


@given(st.lists(TERM, min_size=1, max_size=8, unique=True))
@settings(max_examples=200)
def test_every_term_stays_whole_in_the_full_text_index(
    connection: sqlite3.Connection, terms: list[str]
) -> None:
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO terms (rowid, body, title) VALUES (1, ?, '')", (" ".join(terms),)
    )
    (tokens,) = connection.execute("SELECT sum(cnt) FROM term_counts").fetchone()
    found = [
        connection.execute("SELECT rowid FROM terms WHERE terms MATCH ?", (_any_of([term]),))
        for term in terms
    ]
    assert all(rows.fetchall() == [(1,)] for rows in found)
    connection.execute("ROLLBACK")
    assert tokens == len(terms)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 9), st.just(7))))
def test_vectors_come_back_bit_by_bit(vectors: np.ndarray) -> None:
    assert unpacked(packed(vectors)).tobytes() == vectors.tobytes()


@given(st.sets(st.integers(1, 2**62)))
def test_rows_travel_both_ways(numbers: set[int]) -> None:
    connection = sqlite3.connect(":memory:")
    rows = np.array(sorted(numbers), dtype=np.int64)
    back = fetched(connection, "SELECT value FROM json_each(?)", (listed(rows),))
    assert back.tolist() == sorted(numbers)
    connection.close()


@given(st.text(max_size=30))
def test_only_passage_ids_are_taken_apart(text: str) -> None:
    found = parsed(text)
    if found is not None:
        document_id, span = found
        assert text.startswith(f"{document_id}:")
        assert span.start <= span.end


@given(st.dates())
def test_periods_of_rising_precision_lie_within_each_other(date: object) -> None:
    day, month, year = period(str(date)), period(str(date)[:7]), period(str(date)[:4])
    assert day
    assert month
    assert year
    assert year.first <= month.first <= day.first == day.last <= month.last <= year.last
