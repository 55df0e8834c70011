"""The outbox brings a store in step with SQLite, however often it is replayed."""

from __future__ import annotations

import numpy as np
import pytest

from rag.errors import LibraryDamaged
from rag.index import outbox
from rag.index.library import Library
from rag.ports import Vectors
from rag.records import Role
from tests.fakes.documents import Made, made
from tests.fakes.memory_store import MemoryStore

PAGE = made(
    "page.html", "Subscribe.", "The harbour froze.", "Ice lay thick.", roles=[Role.BOILERPLATE]
)
LATER = made("page.html", "Subscribe.", "The harbour thawed.", roles=[Role.BOILERPLATE])


class Store(MemoryStore):
    """A store that can be looked into and told to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        self.fails_at = -1

    @property
    def ids(self) -> set[str]:
        return set(self._rows)

    def upsert(self, ids: list[str], vectors: Vectors) -> None:  # type: ignore[override]
        self.calls += 1
        super().upsert(ids, vectors)
        if self.calls == self.fails_at:
            raise LibraryDamaged("killed after the store has taken it")


def body(of: Made) -> set[str]:
    return {passage.id for passage in of.passages if passage.role is not Role.BOILERPLATE}


def left(library: Library) -> int:
    with library.database.reading() as connection:
        return outbox.waiting(connection)


@pytest.fixture
def store() -> Store:
    return Store()


def test_draining_tells_the_store_what_is_searchable(library: Library, store: Store) -> None:
    PAGE.write_to(library.corpus)
    assert left(library) == 3
    outbox.drain(library.database, store)
    assert store.ids == body(PAGE)
    assert left(library) == 0
    assert store.nearest(PAGE.vectors[2], 1).ids == (PAGE.passages[2].id,)


def test_the_store_follows_replacing_removing_restoring_and_editing(
    library: Library, store: Store
) -> None:
    corpus, database = library.corpus, library.database
    PAGE.write_to(corpus)
    outbox.drain(database, store)
    LATER.write_to(corpus)
    outbox.drain(database, store)
    assert store.ids == body(LATER)
    corpus.remove("page.html")
    outbox.drain(database, store)
    assert store.ids == set()
    corpus.restore("page.html")
    corpus.edit("page.html", roles={LATER.passages[0].span: Role.NOTE})
    outbox.drain(database, store)
    assert store.ids == {passage.id for passage in LATER.passages}
    corpus.remove("page.html", now=True)
    outbox.drain(database, store)
    assert store.ids == set()


def test_changes_that_cancel_out_before_draining_leave_no_trace(
    library: Library, store: Store
) -> None:
    PAGE.write_to(library.corpus)
    library.corpus.remove("page.html", now=True)
    LATER.write_to(library.corpus)
    PAGE.write_to(library.corpus)
    outbox.drain(library.database, store)
    assert store.ids == body(PAGE)


def test_a_failure_on_the_way_is_made_good_by_replaying(library: Library, store: Store) -> None:
    documents = [made(f"{n}.txt", f"One {n}.", f"Two {n}.", f"Three {n}.") for n in range(10)]
    for each in documents:
        each.write_to(library.corpus)
    store.fails_at = 3
    with pytest.raises(LibraryDamaged):
        outbox.drain(library.database, store, batch=4)
    assert left(library) == 30 - 2 * 4
    library.corpus.remove("2.txt")
    outbox.drain(library.database, store, batch=4)
    assert store.ids == set().union(*(body(each) for n, each in enumerate(documents) if n != 2))


def test_what_changes_while_the_store_is_told_is_told_again(library: Library) -> None:
    PAGE.write_to(library.corpus)

    class Slow(Store):
        def upsert(self, ids: list[str], vectors: Vectors) -> None:  # type: ignore[override]
            super().upsert(ids, vectors)
            if self.calls == 1:
                library.corpus.remove("page.html")

    store = Slow()
    outbox.drain(library.database, store)
    assert store.ids == set()
    assert left(library) == 0


def test_waiting_passages_are_named_by_row(library: Library) -> None:
    PAGE.write_to(library.corpus)
    with library.database.reading() as connection:
        np.testing.assert_array_equal(outbox.waiting_rowids(connection), [2, 3])
