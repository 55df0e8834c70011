"""Dense search through a store gives what exact search gives, whatever the store does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.errors import LibraryDamaged
from rag.index import dense
from rag.index.library import Library
from rag.ports import Ranking, Vectors
from rag.records import Filters, Role
from tests.fakes.documents import EMBEDDER, Made, leaning_documents, made
from tests.fakes.memory_opener import MemoryOpener
from tests.fakes.memory_store import MemoryStore

DOCUMENTS = [
    made(f"{n}.txt", f"Paper {n} on bridges.", f"Subscribe {n}", f"Towers and {n} more.",
         language="en" if n % 2 else "ru", roles=[Role.BODY, Role.BOILERPLATE])
    for n in range(60)
]  # fmt: skip
QUERY = EMBEDDER.embed_queries(["more bridges and towers"])[0]


class CountingStore(MemoryStore):
    """Notes how deep it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.depths: list[int] = []

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        self.depths.append(depth)
        return super().nearest(query, depth)


class ForgetfulStore(CountingStore):
    """Opens, counts rightly, and finds almost nothing."""

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        return super().nearest(query, min(depth, 1))


class DeadStore(CountingStore):
    """Fails at every question."""

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        self.depths.append(depth)
        raise LibraryDamaged("the store fails")


@pytest.fixture
def library(folder: Path) -> Library:
    opened = Library.open(folder, EMBEDDER.name, EMBEDDER.dimensions, exact_limit=20)
    for each in DOCUMENTS:
        each.write_to(opened.corpus)
    return opened


def fed(library: Library, store: CountingStore, documents: list[Made]) -> CountingStore:
    """The store given the documents, as the mirror would, and put to use."""
    for each in documents:
        for passage, vector in zip(each.passages, each.vectors, strict=True):
            if passage.role is not Role.BOILERPLATE:
                store.upsert([passage.id], vector[np.newaxis])
    with library.database.writing() as connection:
        told = {each.document.id for each in documents}
        for document_id in told:
            connection.execute("DELETE FROM outbox WHERE document_id = ?", (document_id,))
    library.dense.store = store
    return store


def exact(library: Library, depth: int, filters: Filters = Filters()) -> Ranking:
    return library.matrix.search(QUERY, depth, library.corpus.select(filters).rowids)


def assert_same(one: Ranking, other: Ranking) -> None:
    assert one.ids == other.ids
    np.testing.assert_allclose(one.scores, other.scores, atol=1e-6)


def test_the_store_is_asked_when_there_is_much_to_search(library: Library) -> None:
    store = fed(library, CountingStore(), DOCUMENTS)
    assert_same(library.dense.nearest(QUERY, 8), exact(library, 8))
    assert store.depths == [32]


@pytest.mark.parametrize("length", [0.1, 0.66, 1.4])
def test_a_query_of_any_length_is_ranked_alike(library: Library, length: float) -> None:
    store = fed(library, CountingStore(), DOCUMENTS)
    found = library.dense.nearest(QUERY * np.float32(length), 8)
    assert found.ids == exact(library, 8).ids
    np.testing.assert_allclose(found.scores, exact(library, 8).scores * length, atol=1e-6)
    assert store.depths == [32]


@pytest.mark.parametrize("languages", [("ru",), ("en", "ru")])
def test_large_selections_are_searched_by_asking_for_more(
    library: Library, languages: tuple[str, ...]
) -> None:
    store = fed(library, CountingStore(), DOCUMENTS)
    filters = Filters(languages=languages)
    assert_same(library.dense.nearest(QUERY, 8, filters), exact(library, 8, filters))
    assert store.depths == [32 * 2 // len(languages)]


def test_small_selections_are_searched_exactly(library: Library) -> None:
    store = fed(library, CountingStore(), DOCUMENTS)
    filters = Filters(documents=("4.txt", "5.txt"))
    assert_same(library.dense.nearest(QUERY, 8, filters), exact(library, 8, filters))
    assert store.depths == []


def test_boilerplate_is_found_when_asked_for_though_the_store_has_none(library: Library) -> None:
    fed(library, CountingStore(), DOCUMENTS)
    filters = Filters(roles=(Role.BOILERPLATE,))
    assert_same(library.dense.nearest(QUERY, 8, filters), exact(library, 8, filters))
    assert len(exact(library, 8, filters).ids) == 8


def test_what_still_waits_in_the_outbox_is_found(library: Library) -> None:
    store = fed(library, CountingStore(), DOCUMENTS[:53])
    assert_same(library.dense.nearest(QUERY, 30), exact(library, 30))
    assert store.depths


def test_what_the_store_has_yet_to_forget_is_not_found(library: Library) -> None:
    fed(library, CountingStore(), DOCUMENTS)
    first = library.corpus.passages(library.dense.nearest(QUERY, 1).ids)[0]
    library.corpus.remove(first.document_id)
    assert first.id not in library.dense.nearest(QUERY, 30).ids
    assert_same(library.dense.nearest(QUERY, 30), exact(library, 30))


@pytest.mark.parametrize("store", [ForgetfulStore(), DeadStore()])
def test_a_store_that_fails_costs_time_and_no_result(
    library: Library, store: CountingStore
) -> None:
    fed(library, store, DOCUMENTS)
    assert_same(library.dense.nearest(QUERY, 8), exact(library, 8))
    assert store.depths


def test_a_store_that_failed_is_left_alone_for_a_while(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = fed(library, DeadStore(), DOCUMENTS)
    for _ in range(3):
        library.dense.nearest(QUERY, 8)
    assert len(store.depths) == 1
    monkeypatch.setattr(dense, "_LEFT_ALONE_S", 0.0)
    library.dense.nearest(QUERY, 8)
    assert len(store.depths) == 2
    monkeypatch.undo()
    lively = fed(library, CountingStore(), DOCUMENTS)
    library.dense.nearest(QUERY, 8)
    assert lively.depths


def test_what_is_stored_while_the_store_fails_is_found_and_told_later(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    opener = MemoryOpener()
    library.attach(opener)
    (store,) = opener.kept.values()
    late = made("late.txt", "more bridges and towers")
    late.write_to(library.corpus)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(store, "upsert", DeadStore().nearest)
        library.drain()
    assert "told later" in caplog.text
    assert library.dense.nearest(QUERY, 1).ids == (late.passages[0].id,)
    before = store.count()
    library.drain()
    assert store.count() == before + 1


@pytest.mark.parametrize("depth", [5, 40])
def test_a_store_that_ranks_by_plain_cosine_buries_no_language(folder: Path, depth: int) -> None:
    with Library.open(
        folder, EMBEDDER.name, EMBEDDER.dimensions, store=MemoryOpener(), exact_limit=0
    ) as library:
        query = leaning_documents(library.corpus)
        library.drain()
        found = library.dense.nearest(query, depth)
        assert_same(found, library.matrix.search(query, depth))
        languages = {passage.language for passage in library.corpus.passages(found.ids)}
        assert depth == 5 or languages == {"en", "zh"}


def test_a_long_outbox_is_searched_exactly(library: Library) -> None:
    store = fed(library, CountingStore(), DOCUMENTS[:40])
    assert_same(library.dense.nearest(QUERY, 8), exact(library, 8))
    assert store.depths == []


def test_the_mirror_and_the_matrix_agree(folder: Path) -> None:
    opener = MemoryOpener()
    with Library.open(
        folder, EMBEDDER.name, EMBEDDER.dimensions, store=opener, exact_limit=0
    ) as library:
        for each in DOCUMENTS:
            each.write_to(library.corpus)
        library.drain()
        assert_same(library.dense.nearest(QUERY, 12), exact(library, 12))
