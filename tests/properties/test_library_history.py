"""Whatever is done to a library in whatever order, everything in it stays in step."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rag.index import care
from rag.index.library import Library
from rag.records import Role
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER, Made
from tests.fakes.kept_means import mean_of
from tests.fakes.library_state import State, expected, look, paper
from tests.fakes.memory_opener import MemoryOpener

NUMBERS = st.integers(0, 3)


class History(RuleBasedStateMachine):
    """A library beside a plain account of what it should hold."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp()) / "data"
        self.opener = MemoryOpener()
        self.state = State()
        self.hidden: dict[str, set[int]] = {}
        self.library = self.opened()

    def opened(self) -> Library:
        return Library.open(
            self.folder, EMBEDDER.name, DIMENSIONS, store=self.opener, exact_limit=0
        )

    def ready(self) -> dict[str, Made]:
        return {
            source: paper(source, version)
            for source, version in self.state.version.items()
            if source not in self.state.removed
        }

    def searchable(self) -> dict[str, np.ndarray]:
        """Vectors of the passages that searches may find, by id."""
        return {
            passage.id: of.vectors[place]
            for source, of in self.ready().items()
            for place, passage in enumerate(of.passages)
            if place not in self.hidden.get(source, ())
        }

    @rule(number=NUMBERS, version=st.integers(0, 5))
    def write(self, number: int, version: int) -> None:
        source = f"paper {number}"
        paper(source, version).write_to(self.library.corpus)
        if self.state.version.get(source) != version:
            self.hidden.pop(source, None)
            self.library.corpus.unedit(source)
            self.state.title.pop(source, None)
        self.state = self.state.after(["write", source, version])

    @precondition(lambda self: self.ready())
    @rule(data=st.data(), title=st.sampled_from(["Harbour", "Bridge"]))
    def edit(self, data: st.DataObject, title: str) -> None:
        source = data.draw(st.sampled_from(sorted(self.ready())))
        self.library.corpus.edit(source, {"title": title})
        self.state = self.state.after(["edit", source, title])

    @precondition(lambda self: self.ready())
    @rule(data=st.data(), place=st.integers(0, 1), hide=st.booleans())
    def set_role(self, data: st.DataObject, place: int, hide: bool) -> None:
        source = data.draw(st.sampled_from(sorted(self.ready())))
        span = self.ready()[source].passages[place].span
        role = Role.BOILERPLATE if hide else Role.NOTE
        self.library.corpus.edit(source, roles={span: role})
        hidden = self.hidden.setdefault(source, set())
        (hidden.add if hide else hidden.discard)(place)

    @precondition(lambda self: self.ready())
    @rule(data=st.data(), now=st.booleans())
    def remove(self, data: st.DataObject, now: bool) -> None:
        source = data.draw(st.sampled_from(sorted(self.ready())))
        self.library.corpus.remove(source, now=now)
        if now:
            self.hidden.pop(source, None)
        self.state = self.state.after(["erase" if now else "remove", source])

    @precondition(lambda self: self.state.removed)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sorted(self.state.removed)))
        self.library.corpus.restore(source)
        self.state = self.state.after(["restore", source])

    @rule()
    def drain(self) -> None:
        self.library.drain()
        (store,) = self.opener.kept.values()
        assert set(store.nearest(np.ones(DIMENSIONS, np.float32), 999).ids) == set(
            self.searchable()
        )

    @rule(anew=st.booleans())
    def reopen(self, anew: bool) -> None:
        if anew:
            self.library.reindex()
        self.library.close()
        self.library = self.opened()

    @invariant()
    def documents_are_as_they_should_be(self) -> None:
        assert look(self.library) == expected(self.state)

    @invariant()
    def searches_find_what_is_searchable(self) -> None:
        searchable = self.searchable()
        assert set(self.library.lexical.search("paragraph paper", 999).ids) == set(searchable)
        query = EMBEDDER.embed_queries(["paragraph of the paper"])[0]
        assert set(self.library.dense.nearest(query, 999).ids) == set(searchable)
        mean = np.mean(list(searchable.values()), axis=0) if searchable else np.zeros(DIMENSIONS)
        np.testing.assert_allclose(mean_of(self.library), mean, atol=1e-6)

    def teardown(self) -> None:
        self.library.close()
        faults = [finding for finding in care.check(self.folder, words) if not finding.ok]
        shutil.rmtree(self.folder.parent)
        assert faults == []


def test_any_history_keeps_the_library_in_step() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
