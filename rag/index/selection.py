"""Filters resolved to the passages they allow, before anything is searched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.index import facets
from rag.index.rowids import Rowids, fetched
from rag.index.schema import UNSEARCHED
from rag.records import Filters


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
    """A piece of SQL over `passages` and `documents`, with its parameters."""

    sql: str
    values: tuple[str, ...] = ()


_UNDATED = _Condition("documents.published_from IS NULL")


def select(connection: sqlite3.Connection, filters: Filters, documents: Sequence[int]) -> Selection:
    """Resolve filters; `documents` are the rows that `filters.documents` stands for.

    Raises UsageError for a date that is none.
    """
    if filters.empty:
        return EVERYTHING
    timeless, dated = list(_timeless(filters, documents)), list(_dated(filters))
    undated = 0
    if dated:
        query, values = _query("DISTINCT document", [*timeless, _UNDATED])
        undated = len(fetched(connection, query, values))
    query, values = _query("passages.rowid", timeless + dated)
    return Selection(fetched(connection, query, values), undated)


def _query(column: str, conditions: Sequence[_Condition]) -> tuple[str, tuple[str, ...]]:
    where = " AND ".join(condition.sql for condition in conditions)
    query = (
        f"SELECT {column} FROM passages JOIN documents ON documents.rowid = document "
        f"WHERE documents.state = 'ready' AND {where}"
    )
    return query, tuple(value for condition in conditions for value in condition.values)


def _timeless(filters: Filters, documents: Sequence[int]) -> Iterator[_Condition]:
    if filters.documents:
        yield _one_of("documents.rowid", list(documents))
    if filters.publishers:
        yield _one_of("documents.publisher", [facets.folded(name) for name in filters.publishers])
    if filters.languages:
        yield _in_language(json.dumps([tag.casefold() for tag in filters.languages]))
    if filters.roles:
        yield _one_of("passages.role", [role.value for role in filters.roles])
    else:
        yield _Condition(f"passages.role NOT IN {UNSEARCHED}")


def _dated(filters: Filters) -> Iterator[_Condition]:
    """A date of low precision passes when any of its days lies between the two."""
    since, until = _bound("since", filters.since), _bound("until", filters.until)
    if since and until and since.first > until.last:
        raise UsageError(f"since {filters.since} lies after until {filters.until}")
    if since:
        yield _Condition("documents.published_until >= ?", (since.first,))
    if until:
        yield _Condition("documents.published_from <= ?", (until.last,))


def _bound(name: str, date: str | None) -> facets.Period | None:
    if date is None:
        return None
    found = facets.period(date)
    if found is None:
        raise UsageError(f'{name} "{date}" is no date such as 2021-01-26, 2021-01 or 2021')
    return found


def _in_language(tags: str) -> _Condition:
    """A tag (BCP 47) asked for is a passage's own or its first part: "zh" finds zh-Hant as well."""
    own = "lower(passages.language)"
    first = f"substr({own}, 1, instr({own} || '-', '-') - 1)"
    listed = "(SELECT value FROM json_each(?))"
    return _Condition(f"({own} IN {listed} OR {first} IN {listed})", (tags, tags))


def _one_of(column: str, values: Sequence[str | int]) -> _Condition:
    return _Condition(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),))
