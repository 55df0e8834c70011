"""Lexical search: passages that share terms with a question, ranked by BM25 in FTS5.

BM25: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); FTS5 fixes k1 = 1.2
and b = 0.75.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from rag.index import keys, means
from rag.index.corpus import Corpus
from rag.index.database import Database
from rag.index.rowids import Rowids, fetched, listed
from rag.index.schema import UNSEARCHED
from rag.index.selection import Selection
from rag.index.terms import Words
from rag.ports import Ranking
from rag.records import Filters

_MOST_TERMS = 64
_COMMON_SHARE = 0.2  # a term in more of the passages than this tells little and costs most
_COMMON_COUNT = 2_000  # but below so many passages it costs nothing either
_KEPT_ANYWAY = 3  # of the rarest, when a question is made of common words alone
_RANKED = 8_000  # passages that are ranked one by one
_WIDER = 10  # candidates a hit, where not all are
_BM25 = "bm25(1.0, 0.3)"  # the weights of a passage's own terms, and of its title's

_SEARCHED = f"(SELECT role FROM passages WHERE passages.rowid = terms.rowid) NOT IN {UNSEARCHED}"
_AMONG = "+terms.rowid IN (SELECT value FROM json_each(?))"


class _Found(NamedTuple):
    """A passage's row with its BM25, higher is better."""

    rowid: int
    score: float


class Lexical:
    """Ranks passages by the terms they share with a question; implements `ports.LexicalIndex`."""

    def __init__(self, database: Database, corpus: Corpus, words: Words) -> None:
        self._database = database
        self._corpus = corpus
        self._words = words

    def search(self, question: str, depth: int, filters: Filters = Filters()) -> Ranking:
        """The `depth` best passages that the filters allow, best first.

        Scores are shares: BM25 divided by what an average passage with every term of the question
        would get, so that 0.1 is a chance likeness and 1 says it all, whatever the question.
        """
        return self.nearest(question, depth, self._corpus.select(filters))

    def nearest(self, question: str, depth: int, selection: Selection) -> Ranking:
        """As `search`, with filters already resolved."""
        asked = dict.fromkeys(self._words.terms(question))
        with self._database.reading() as connection:
            counts = _counts(connection, asked)
            total = means.overall(means.stored(connection)).count
            terms = telling(counts, total)
            if not terms or depth <= 0:
                return Ranking((), np.zeros(0, dtype=np.float32))
            found = _named(connection, _ranked(connection, terms, counts, depth, selection))
        return Ranking(found.ids, found.scores / _whole(counts, total))


def _whole(counts: Mapping[str, int], total: int) -> np.float32:
    """BM25 of a passage of average length that holds each asked term once, unknown terms too."""
    held = (min(count, total) for count in counts.values())  # boilerplate is indexed as well
    return np.float32(sum(log(1 + (total - count + 0.5) / (count + 0.5)) for count in held))


def telling(counts: Mapping[str, int], total: int) -> list[str]:
    """The terms worth looking for, rarest first, from how many of `total` passages hold each.

    Terms that nobody counted come last: FTS5 folds case once more, and may know them after all.
    """
    rising = sorted(counts, key=lambda term: (not counts[term], counts[term], term))
    limit = max(_COMMON_COUNT, _COMMON_SHARE * total)
    rare = [term for term in rising if counts[term] <= limit]
    return (rare or rising[:_KEPT_ANYWAY])[:_MOST_TERMS]


def _counts(connection: sqlite3.Connection, terms: Collection[str]) -> dict[str, int]:
    """How many passages hold each term."""
    found = connection.execute(
        "SELECT term, doc FROM json_each(?) AS asked JOIN term_counts ON term = asked.value",
        (json.dumps(list(terms)),),
    )
    return dict.fromkeys(terms, 0) | dict(found.fetchall())


def affordable(terms: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """The rarest terms (they come rarest first) that few enough passages hold to rank them all."""
    chosen, passages = list(terms[:1]), counts[terms[0]]
    for term in terms[1:]:
        passages += counts[term]
        if passages > _RANKED:
            break
        chosen.append(term)
    return chosen


def _ranked(
    connection: sqlite3.Connection,
    terms: Sequence[str],
    counts: Mapping[str, int],
    depth: int,
    selection: Selection,
) -> list[_Found]:
    """The `depth` best passages by all terms.

    Ranking a passage costs FTS5 ten times what finding it does. So where the terms are in very
    many, the rarer ones choose candidates, and only those are ranked by all of them. With 100,000
    passages the ten best stay the same, and 58 of the best 60.
    """
    rare = affordable(terms, counts)
    if selection.rowids is not None:
        return _within(connection, terms, rare, depth, selection.rowids)
    if len(rare) < len(terms):
        found = _best(connection, rare, depth * _WIDER)
        if len(found) >= depth:
            rows = np.array([hit.rowid for hit in found], dtype=np.int64)
            return _scored(connection, terms, rows)[:depth]
    return _best(connection, terms, depth)


def _within(
    connection: sqlite3.Connection,
    terms: Sequence[str],
    rare: Sequence[str],
    depth: int,
    allowed: Rowids,
) -> list[_Found]:
    """The best of the passages allowed; where those are many, of the ones with rarer terms."""
    rows = allowed
    if len(allowed) > _RANKED:
        rows = np.intersect1d(_holding(connection, rare), allowed, assume_unique=True)
        if len(rows) < depth and len(rare) < len(terms):
            rows = np.intersect1d(_holding(connection, terms), allowed, assume_unique=True)
    return _scored(connection, terms, rows)[:depth]


def _holding(connection: sqlite3.Connection, terms: Sequence[str]) -> Rowids:
    """Every passage with any of the terms, none of them ranked."""
    return fetched(connection, "SELECT rowid FROM terms WHERE terms MATCH ?", (_any_of(terms),))


def _best(connection: sqlite3.Connection, terms: Sequence[str], depth: int) -> list[_Found]:
    """The best of all searchable passages with any of the terms, each of them ranked."""
    found = connection.execute(
        f"SELECT rowid, -rank FROM terms WHERE terms MATCH ? AND rank MATCH ? AND {_SEARCHED} "
        "ORDER BY rank LIMIT ?",
        (_any_of(terms), _BM25, depth),
    )
    return _in_order(found)


def _scored(connection: sqlite3.Connection, terms: Sequence[str], rowids: Rowids) -> list[_Found]:
    """Those of the passages that hold any of the terms, best first; no others are ranked."""
    found = connection.execute(
        f"SELECT rowid, -rank FROM terms WHERE terms MATCH ? AND rank MATCH ? AND {_AMONG}",
        (_any_of(terms), _BM25, listed(rowids)),
    )
    return _in_order(found)


def _in_order(found: Iterable[tuple[int, float]]) -> list[_Found]:
    return sorted((_Found(*row) for row in found), key=lambda hit: (-hit.score, hit.rowid))


def _named(connection: sqlite3.Connection, found: Sequence[_Found]) -> Ranking:
    ids = keys.passage_ids(connection, np.array([hit.rowid for hit in found], dtype=np.int64))
    return Ranking(
        tuple(ids[hit.rowid] for hit in found),
        np.array([hit.score for hit in found], dtype=np.float32),
    )


def _any_of(terms: Sequence[str]) -> str:
    """An FTS5 query for passages with any of the terms, whatever characters they hold."""
    return " OR ".join('"{}"'.format(term.replace('"', '""')) for term in terms)
