"""What every vector store promises, asked of each one there is."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.vectors import ChromaServer, LocalChroma
from rag.errors import LibraryDamaged, LibraryError
from rag.index.store import Place, StoreOpener
from rag.ports import Vectors, VectorStore
from tests.fakes.chroma_server import free_port, process, running
from tests.fakes.memory_opener import MemoryOpener

DIMENSIONS = 24
_NUMBER = count()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with running(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture(params=["memory", "chroma", "chroma server"])
def opener(request: pytest.FixtureRequest) -> StoreOpener:
    if request.param == "memory":
        return MemoryOpener()
    if request.param == "chroma":
        return LocalChroma()
    return request.getfixturevalue("chroma_server")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "chroma" / "1", f"library{next(_NUMBER)}", "words-v1-b1")


@pytest.fixture
def reopened(opener: StoreOpener, place: Place) -> Iterator[Callable[[], VectorStore]]:
    """Opens the store, after closing it when it is open."""
    opened: list[VectorStore] = []

    def reopen() -> VectorStore:
        if opened:
            opened.pop().close()
        opened.append(opener.open(place))
        return opened[-1]

    yield reopen
    for store in opened:
        store.close()


@pytest.fixture
def store(reopened: Callable[[], VectorStore]) -> VectorStore:
    return reopened()


def units(rows: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((rows, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def names(rows: int) -> list[str]:
    return [f"doc{row // 10}:{row * 7}-{row * 7 + 5}" for row in range(rows)]


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.count() == 0
    assert store.nearest(units(1)[0], 5).ids == ()


def test_neighbours_are_those_of_an_exact_search(store: VectorStore) -> None:
    vectors, ids = units(300), names(300)
    store.upsert(ids, vectors)
    assert store.count() == 300
    for query in units(20, seed=1):
        cosines = vectors @ query
        order = np.argsort(-cosines)[:10]
        found = store.nearest(query, 10)
        assert found.ids == tuple(ids[row] for row in order)
        np.testing.assert_allclose(found.scores, cosines[order], atol=1e-5)


def test_scores_are_cosines_whatever_the_length_of_the_query(store: VectorStore) -> None:
    vectors = units(5)
    store.upsert(names(5), vectors)
    found = store.nearest(vectors[3] * 7, 1)
    assert found.ids == (names(5)[3],)
    assert found.scores[0] == pytest.approx(1.0, abs=1e-5)


def test_writing_an_id_again_keeps_the_last_vector(store: VectorStore) -> None:
    first, second = units(2)
    store.upsert(["a:0-1", "b:0-1"], np.stack([first, first]))
    store.upsert(["a:0-1"], second[np.newaxis])
    assert store.count() == 2
    assert store.nearest(second, 1).ids == ("a:0-1",)
    assert store.nearest(first, 1).ids == ("b:0-1",)


def test_of_an_id_given_twice_at_once_the_last_vector_counts(store: VectorStore) -> None:
    first, second = units(2)
    store.upsert(["a:0-1", "a:0-1"], np.stack([first, second]))
    assert store.count() == 1
    assert store.nearest(second, 1).scores[0] == pytest.approx(1.0, abs=1e-5)


def test_replaying_what_is_there_changes_nothing_but_what_differs(store: VectorStore) -> None:
    vectors, ids = units(50), names(50)
    store.upsert(ids, vectors)
    other = units(1, seed=9)
    replayed = np.concatenate([vectors[:20], other, vectors[21:]])
    store.upsert([*ids, "new:0-5"], np.concatenate([replayed, units(1, seed=8)]))
    assert store.count() == 51
    for query, passage_id in ((vectors[3], ids[3]), (other[0], ids[20]), (vectors[40], ids[40])):
        found = store.nearest(query, 1)
        assert found.ids == (passage_id,)
        assert found.scores[0] == pytest.approx(1.0, abs=1e-5)


def test_deleted_ids_are_not_found_and_may_be_unknown(store: VectorStore) -> None:
    vectors, ids = units(30), names(30)
    store.upsert(ids, vectors)
    store.delete([ids[4], "never:0-1"])
    assert store.count() == 29
    assert ids[4] not in store.nearest(vectors[4], 30).ids
    store.upsert([ids[4]], vectors[4:5])
    assert store.nearest(vectors[4], 1).ids == (ids[4],)


def test_depth_may_exceed_the_store_and_may_be_zero(store: VectorStore) -> None:
    store.upsert(names(3), units(3))
    assert len(store.nearest(units(1)[0], 50).ids) == 3
    assert store.nearest(units(1)[0], 0).ids == ()


def test_more_than_one_batch_goes_in_and_out(store: VectorStore) -> None:
    vectors, ids = units(4_500), names(4_500)
    store.upsert(ids, vectors)
    assert store.count() == 4_500
    assert store.nearest(vectors[4_499], 1).ids == (ids[4_499],)
    store.delete(ids[:4_000])
    assert store.count() == 500


def test_a_closed_store_opens_again_with_what_it_held(
    reopened: Callable[[], VectorStore], opener: StoreOpener
) -> None:
    vectors, ids = units(40), names(40)
    reopened().upsert(ids, vectors)
    store = reopened()
    assert store.count() == 40
    assert store.nearest(vectors[7], 1).ids == (ids[7],)
    store.close()
    store.close()


def test_a_discarded_collection_is_gone(
    reopened: Callable[[], VectorStore], opener: StoreOpener, place: Place
) -> None:
    reopened().upsert(names(3), units(3))
    other = Place(place.folder.with_name("2"), place.library, "words-v1-b2")
    passing = opener.open(other)
    passing.upsert(names(2), units(2))
    passing.close()
    opener.discard(other)
    opener.discard(other)
    fresh = opener.open(other)
    assert fresh.count() == 0
    fresh.close()
    assert reopened().count() == 3


def test_sweeping_leaves_one_collection_of_the_library_and_all_of_others(
    opener: StoreOpener, place: Place
) -> None:
    other = Place(place.folder.with_name("2"), place.library, "words-v1-b2")
    foreign = Place(place.folder.parents[1] / "elsewhere" / "2", f"{place.library}x", "words-v1-b2")
    for each in (place, other, foreign):
        store = opener.open(each)
        store.upsert(names(2), units(2))
        store.close()
    opener.sweep(place)
    left = [opener.open(each) for each in (place, other, foreign)]
    assert [store.count() for store in left] == [2, 0, 2]
    for store in left:
        store.close()


def test_a_server_that_does_not_answer_is_named_with_the_way_out(place: Place) -> None:
    silent = ChromaServer("127.0.0.1", free_port())
    with pytest.raises(LibraryError, match=rf"{silent.port}.*chroma run"):
        silent.open(place)


def test_a_server_that_hangs_is_given_up(place: Place, tmp_path: Path) -> None:
    with process(tmp_path / "server") as (server, child):
        impatient = replace(server, silence_s=0.5)
        store = impatient.open(place)
        store.upsert(names(3), units(3))
        child.send_signal(signal.SIGSTOP)
        with pytest.raises(LibraryError, match="does not answer"):
            store.nearest(units(1)[0], 1)
        with pytest.raises(LibraryError, match="does not answer"):
            impatient.open(place)
        child.send_signal(signal.SIGCONT)
        assert store.nearest(units(1)[0], 1).ids == tuple(names(1))
        store.close()


@pytest.mark.parametrize("damage", [b"", b"no database" * 900, bytes(20_000)])
def test_damaged_files_do_not_spoil_the_folder_for_the_next_store(
    place: Place, damage: bytes
) -> None:
    opener = LocalChroma()
    store = opener.open(place)
    store.upsert(names(3), units(3))
    store.close()
    (place.folder / "chroma.sqlite3").write_bytes(damage)
    with suppress(LibraryDamaged):  # an empty file is an empty store
        opener.open(place).close()
    opener.discard(place)
    fresh = opener.open(place)
    fresh.upsert(names(2), units(2))
    assert fresh.nearest(units(1)[0], 1).ids == tuple(names(1))
    fresh.close()
