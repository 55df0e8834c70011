"""Where terms are in very many passages, ranking a part of them finds the same as ranking all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.lexical import affordable, telling
from rag.index.library import Library
from rag.records import Filters
from rag.text import words as cutter
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made

COMMON = ["harbour", "bridge", "river", "tower", "market", "garden"]
RARE = ["lighthouse", "ferry"]
QUESTION = " ".join([*COMMON, *RARE])
PASSAGES = 5_600


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("many")
    chance = random.Random(4)
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as opened:
        for number in range(4):
            texts = [words(chance, place) for place in range(PASSAGES // 4)]
            language = "en" if number else "de"
            made(f"{number}.txt", *texts, language=language).write_to(opened.corpus)
        yield opened


def words(chance: random.Random, place: int) -> str:
    common = [word for word in COMMON if chance.random() < 0.34]
    rare = [word for word in RARE if chance.random() < 0.02]
    return " ".join([*common, *rare, f"x{chance.randrange(500)}", f"y{place % 97}"])


def by_hand(library: Library, allowed: frozenset[int] | None = None) -> list[int]:
    """Every passage with any of the terms, ranked by FTS5 alone."""
    match = " OR ".join(f'"{term}"' for term in cutter.terms(QUESTION))
    with library.database.reading() as connection:
        found = connection.execute(
            "SELECT rowid, rank FROM terms WHERE terms MATCH ? AND rank MATCH 'bm25(1.0, 0.3)'",
            (match,),
        ).fetchall()
    kept = [row for row in found if allowed is None or row[0] in allowed]
    return [row for row, _ in sorted(kept, key=lambda hit: (hit[1], hit[0]))]


def found(library: Library, filters: Filters = Filters()) -> list[int]:
    ids = library.lexical.search(QUESTION, 60, filters).ids
    with library.database.reading() as connection:
        query = (
            "SELECT passages.rowid FROM passages JOIN documents ON documents.rowid = document "
            "WHERE documents.id || ':' || start_char || '-' || end_char = ?"
        )
        return [connection.execute(query, (id_,)).fetchone()[0] for id_ in ids]


def test_candidates_are_ranked_as_if_all_were(library: Library) -> None:
    assert found(library) == by_hand(library)[:60]


def test_filters_are_kept_whatever_chooses_the_candidates(library: Library) -> None:
    filters = Filters(languages=("de",))
    rows = library.corpus.select(filters).rowids
    assert rows is not None
    assert len(rows) == PASSAGES // 4
    assert found(library, filters) == by_hand(library, frozenset(rows.tolist()))[:60]


def test_rarer_terms_choose_until_there_are_enough() -> None:
    counts = {"a": 20, "b": 5_000, "c": 2_900, "d": 5_000}
    terms = telling(counts, 100_000)
    assert terms == ["a", "c", "b", "d"]
    assert affordable(terms, counts) == ["a", "c", "b"]
    assert affordable(["d"], {"d": 90_000}) == ["d"]


def test_common_terms_are_many_enough_for_this_to_be_a_test(library: Library) -> None:
    with library.database.reading() as connection:
        counts = dict(connection.execute("SELECT term, doc FROM term_counts").fetchall())
    assert sum(counts[term] for term in cutter.terms(QUESTION)) > 8_000
