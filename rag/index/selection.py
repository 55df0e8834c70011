"""Filters resolved to the passages they allow, before anything is searched.

A document's passages have rows that follow one another, so what filters say of documents comes to
stretches of rows without looking at a passage; what they say of passages is one look at those
alone. Joining the two tables row by row takes five times as long.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.errors import UsageError
from rag.index import facets
from rag.index.rowids import Rowids, fetched, listed
from rag.index.schema import UNSEARCHED
from rag.records import Filters

_FEW = 5_000
"""So many passages are looked at one by one; of more, all passages are looked through."""


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The passages a question may use.

    `rowids` are their rows in rising order, or None for every searchable passage (all but
    boilerplate); `undated` counts the documents left out because their date is not known.
    """

    rowids: Rowids | None = None
    undated: int = 0


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class _Condition:
    """A piece of SQL over `documents` or over `passages`, with its parameters."""

    sql: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """The passages of some documents: the first row of each, rising, and how many there are."""

    first: NDArray[np.int64]
    count: NDArray[np.int64]

    def rows(self) -> Rowids:
        """Every row, rising."""
        before = np.cumsum(self.count) - self.count
        rows: Rowids = np.repeat(self.first - before, self.count) + np.arange(self.count.sum())
        return rows

    def documents(self, rows: Rowids) -> int:
        """How many of the documents some rows belong to."""
        return len(np.unique(np.searchsorted(self.first, rows, side="right")))


_UNDATED = _Condition("published_from IS NULL")


def select(connection: sqlite3.Connection, filters: Filters, documents: Sequence[int]) -> Selection:
    """Resolve filters; `documents` are the rows that `filters.documents` stands for.

    Raises UsageError for a date that is none.
    """
    if filters.empty:
        return EVERYTHING
    timeless, dated = list(_timeless(filters, documents)), list(_dated(filters))
    undated = 0
    if dated:
        left_out = _stretches(connection, [*timeless, _UNDATED])
        undated = left_out.documents(_fitting(connection, filters, left_out.rows()))
    rows = _stretches(connection, timeless + dated).rows()
    return Selection(_fitting(connection, filters, rows), undated)


def _stretches(connection: sqlite3.Connection, conditions: Sequence[_Condition]) -> _Stretches:
    """The documents that can be found and fulfil the conditions."""
    where = "".join(f" AND {condition.sql}" for condition in conditions)
    found = connection.execute(
        "SELECT first_passage, passages FROM documents "
        f"WHERE state = 'ready' AND passages > 0{where} ORDER BY first_passage",
        [value for condition in conditions for value in condition.values],
    ).fetchall()
    first, count = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return _Stretches(first, count)


def _fitting(connection: sqlite3.Connection, filters: Filters, rows: Rowids) -> Rowids:
    """Those of the rows whose passages have a language and a role that the filters allow."""
    conditions = list(_of_passages(connection, filters))
    where = " AND ".join(condition.sql for condition in conditions)
    values = tuple(value for condition in conditions for value in condition.values)
    if len(rows) <= _FEW:
        among = "json_each(?) AS given JOIN passages ON passages.rowid = given.value"
        query = f"SELECT passages.rowid FROM {among} WHERE {where}"
        return fetched(connection, query, (listed(rows), *values))
    if not filters.roles and not filters.languages:
        other = fetched(connection, f"SELECT rowid FROM passages WHERE role IN {UNSEARCHED}")
        return np.setdiff1d(rows, other, assume_unique=True)
    fitting = fetched(connection, f"SELECT rowid FROM passages WHERE {where}", values)
    return np.intersect1d(rows, fitting, assume_unique=True)


def _timeless(filters: Filters, documents: Sequence[int]) -> Iterator[_Condition]:
    if filters.documents:
        yield _one_of("rowid", list(documents))
    if filters.publishers:
        yield _one_of("publisher", [facets.folded(name) for name in filters.publishers])


def _dated(filters: Filters) -> Iterator[_Condition]:
    """A date of low precision passes when any of its days lies between the two."""
    since, until = _bound("since", filters.since), _bound("until", filters.until)
    if since and until and since.first > until.last:
        raise UsageError(f"since {filters.since} lies after until {filters.until}")
    if since:
        yield _Condition("published_until >= ?", (since.first,))
    if until:
        yield _Condition("published_from <= ?", (until.last,))


def _bound(name: str, date: str | None) -> facets.Period | None:
    if date is None:
        return None
    found = facets.period(date)
    if found is None:
        raise UsageError(f'{name} "{date}" is no date such as 2021-01-26, 2021-01 or 2021')
    return found


def _of_passages(connection: sqlite3.Connection, filters: Filters) -> Iterator[_Condition]:
    if filters.roles:
        yield _one_of("role", [role.value for role in filters.roles])
    else:
        yield _Condition(f"role NOT IN {UNSEARCHED}")
    if filters.languages:
        yield _one_of("language", _stored_languages(connection, filters))


def _stored_languages(connection: sqlite3.Connection, filters: Filters) -> list[str]:
    """The languages of passages that a tag asked for (BCP 47) means: its own, or its first part.

    So "zh" finds zh-Hant as well.
    """
    # The sums know every language of a searchable passage; other roles need a look at them all.
    table = "passages" if filters.roles else "vector_sums"
    asked = {tag.casefold() for tag in filters.languages}
    stored = [tag for (tag,) in connection.execute(f"SELECT DISTINCT language FROM {table}")]
    return [tag for tag in stored if not asked.isdisjoint(_meant(tag.casefold()))]


def _meant(tag: str) -> tuple[str, str]:
    return tag, tag.partition("-")[0]


def _one_of(column: str, values: Sequence[str | int]) -> _Condition:
    return _Condition(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),))
