"""The mirror: owned by one, tried out after a kill, built anew when it is not what it should be."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.vectors import LocalChroma
from rag.errors import LibraryDamaged
from rag.index import mirror, pointer
from rag.index.database import Database
from rag.index.library import Library
from rag.index.mirror import Mirror
from rag.index.store import Place
from rag.ports import Ranking, Vectors, VectorStore
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made
from tests.fakes.memory_opener import MemoryOpener
from tests.fakes.memory_store import MemoryStore

DOCUMENTS = [made(f"{n}.txt", f"Paper {n} on bridges.", f"Towers and {n} more.") for n in range(40)]


@pytest.fixture
def database(library: Library) -> Database:
    for each in DOCUMENTS:
        each.write_to(library.corpus)
    return library.database


@pytest.fixture
def opener() -> MemoryOpener:
    return MemoryOpener()


@pytest.fixture
def opened(database: Database, opener: MemoryOpener) -> Iterator[Mirror]:
    made = Mirror.open(database, opener)
    assert made is not None
    yield made
    made.close()


def reopened(database: Database, opener: MemoryOpener, before: Mirror | None = None) -> Mirror:
    if before is not None:
        before.close()
    found = Mirror.open(database, opener)
    assert found is not None
    found.close()
    return found


def build(database: Database) -> int:
    at = pointer.read(database.folder / "chroma" / "current")
    assert at is not None
    return at.build


def own(store: VectorStore) -> bool:
    """Whether every passage finds itself."""
    return all(
        store.nearest(vector, 1).ids == (passage.id,)
        for each in DOCUMENTS
        for passage, vector in zip(each.passages, each.vectors, strict=True)
    )


def test_a_first_mirror_is_filled_from_sqlite(database: Database, opened: Mirror) -> None:
    assert opened.store.count() == 80
    assert own(opened.store)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_a_mirror_in_step_is_kept(database: Database, opener: MemoryOpener) -> None:
    reopened(database, opener)
    reopened(database, opener)
    assert build(database) == 1
    assert len(opener.kept) == 1


def test_opening_feeds_what_was_written_meanwhile(
    library: Library, database: Database, opener: MemoryOpener
) -> None:
    reopened(database, opener)
    library.corpus.remove("7.txt")
    made("more.txt", "One more.").write_to(library.corpus)
    assert library.corpus.entry("more.txt").state == "indexing"
    assert reopened(database, opener).store.count() == 79
    assert build(database) == 1
    assert library.corpus.entry("more.txt").state == "ready"


def test_a_second_process_goes_without(database: Database, opened: Mirror) -> None:
    assert opened.owned
    assert Mirror.open(database, MemoryOpener()) is None


def test_a_shared_store_may_be_searched_by_others(database: Database) -> None:
    opener = MemoryOpener()
    opener.shared = True
    owner = Mirror.open(database, opener)
    other = Mirror.open(database, opener)
    assert owner is not None
    assert other is not None
    assert (owner.owned, other.owned) == (True, False)
    assert own(other.store)
    assert other.drain() == 0
    owner.close()


def lose_some(store: VectorStore) -> None:
    store.delete([DOCUMENTS[3].passages[0].id])


def confuse(store: VectorStore) -> None:
    """Give every passage the vector of another one: the count is right, nothing is found."""
    vectors = np.concatenate([each.vectors for each in DOCUMENTS])
    ids = [passage.id for each in DOCUMENTS for passage in each.passages]
    store.upsert(ids, -vectors)


@pytest.mark.parametrize("spoil", [lose_some, confuse])
def test_a_mirror_that_lost_vectors_is_built_anew(
    database: Database, opener: MemoryOpener, spoil: object
) -> None:
    reopened(database, opener)
    (store,) = opener.kept.values()
    spoil(store)  # type: ignore[operator]
    again = Mirror.open(database, opener)
    assert again is not None
    assert own(again.store)
    assert build(database) == 2
    assert len(opener.kept) == 1
    again.close()


class BrokenStore(MemoryStore):
    """Fails when it is asked anything."""

    def nearest(self, query: Vectors, depth: int) -> Ranking:
        raise LibraryDamaged("the graph cannot be read")


def test_a_mirror_that_fails_is_built_anew(database: Database, opener: MemoryOpener) -> None:
    reopened(database, opener)
    (place,) = opener.kept
    broken = BrokenStore()
    broken.upsert([f"x{n}" for n in range(80)], np.ones((80, DIMENSIONS), dtype=np.float32))
    opener.kept[place] = broken
    again = reopened(database, opener)
    assert own(again.store)
    assert build(database) == 2


def test_another_kind_of_store_is_filled_anew(database: Database, opener: MemoryOpener) -> None:
    reopened(database, opener)
    elsewhere = MemoryOpener("elsewhere")
    assert reopened(database, elsewhere).store.count() == 80
    assert reopened(database, opener).store.count() == 80
    assert build(database) == 3


class KilledWhileBuilding(MemoryOpener):
    """Once told to, it ends like a kill after the new collection has taken a vector."""

    armed = False

    def open(self, place: Place) -> VectorStore:
        store = super().open(place)
        if self.armed:
            store.upsert(["half:0-1"], np.ones((1, DIMENSIONS), dtype=np.float32))
            raise KeyboardInterrupt
        return store


def test_a_kill_while_building_leaves_the_old_mirror_and_no_debris(database: Database) -> None:
    opener = KilledWhileBuilding()
    opened = Mirror.open(database, opener)
    assert opened is not None
    opener.armed = True
    with pytest.raises(KeyboardInterrupt):
        opened.rebuild()
    assert build(database) == 1
    assert own(opened.store)
    opener.armed = False
    opened.rebuild()
    assert build(database) == 2
    assert opened.store.count() == 80
    assert len(opener.kept) == 1
    opened.close()


def test_after_a_kill_chroma_is_tried_out_in_another_process(
    library: Library, database: Database, folder: Path
) -> None:
    chroma = LocalChroma()
    first = Mirror.open(database, chroma)
    assert first is not None
    assert own(first.store)
    first.close()
    assert [path.name for path in (folder / "chroma").glob("*")].count("unclean") == 0
    (folder / "chroma" / "unclean").touch()
    for graph in (folder / "chroma" / "1").rglob("*.bin"):
        graph.write_bytes(b"")
    (folder / "chroma" / "1" / "chroma.sqlite3").write_bytes(b"torn" * 1_000)
    again = Mirror.open(database, chroma)
    assert again is not None
    assert own(again.store)
    assert build(database) == 2
    assert not (folder / "chroma" / "1").exists()
    again.close()
    assert mirror.examined(database, chroma) == []


def test_a_mirror_deleted_by_hand_comes_back(database: Database, folder: Path) -> None:
    opener = LocalChroma()
    first = Mirror.open(database, opener)
    assert first is not None
    first.close()
    shutil.rmtree(folder / "chroma")
    again = Mirror.open(database, opener)
    assert again is not None
    assert again.store.count() == 80
    again.close()


def test_a_folder_in_the_place_of_the_pointer_is_moved_aside(
    database: Database, opener: MemoryOpener
) -> None:
    reopened(database, opener)
    current = database.folder / "chroma" / "current"
    current.unlink()
    current.mkdir()
    assert own(reopened(database, opener).store)
    assert current.is_file()


def test_a_collection_is_named_after_library_model_and_generation(
    database: Database, opener: MemoryOpener, opened: Mirror
) -> None:
    (place,) = opener.kept
    assert re.fullmatch(r"footnote-[0-9a-f]{16}-hash-words-32-v1-b1", place.collection)
    assert EMBEDDER.name == "hash:words@32"
