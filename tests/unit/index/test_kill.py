"""A writer killed at any moment loses nothing that it was told is done, and breaks nothing.

The kills of one run follow one another on the same library, as they would in a hard life.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.adapters.vectors import opener
from rag.index import care
from rag.index.library import Library
from rag.index.mirror import Mirror
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER
from tests.fakes.library_state import State, expected, look, paper, word_for

# Before each of these the writer is killed: inside a transaction, on either side of its end, and
# between the steps by which derived files are changed.
POINTS = [
    "sql INSERT INTO documents",
    "sql INSERT INTO passages",
    "sql INSERT INTO vectors",
    "sql INSERT INTO terms (rowid",
    "sql INSERT INTO terms (terms, rowid",
    "sql INSERT OR REPLACE INTO outbox",
    "sql UPDATE documents SET state = 'replaced'",
    "sql DELETE FROM documents",
    "sql INSERT INTO terms (terms) VALUES ('optimize')",
    "sql COMMIT",
    "sql ROLLBACK",  # ends a reading, such as the one just after a commit
    "sql PRAGMA wal_checkpoint",
    "sql UPDATE meta SET value = 0 WHERE name = 'new_matrix'",
    "open vectors-1.f32",
    "open vectors-1.f32.",  # the new file beside it
    "os.rename vectors-1.f32.",
]


@dataclass
class Trial:
    """A library under kills, and the state that it must be in."""

    folder: Path
    chance: random.Random
    state: State
    store: str = "off"

    def kill(self, point: str | None = None) -> None:
        """Let a writer run until it is killed, then see that the library is as it must be."""
        command = [sys.executable, "-m", "tests.fakes.killed_writer", str(self.folder), self.store]
        command += [str(self.chance.randrange(10**9)), self.state.dump()]
        if point is not None:
            command += [point, str(1 if "current" in point else self.chance.randint(1, 4))]
        # Unbuffered: what a buffer had read beyond the first line, communicate() would not see.
        writer = subprocess.Popen(
            command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        if point is None:
            threading.Timer(self.chance.uniform(0, 0.4), writer.kill).start()
        said, problems = writer.communicate()
        assert not problems, problems.decode()
        assert writer.returncode == -9, f"{point} was never come to"
        self._follow((first + said).decode().splitlines())

    def _follow(self, lines: list[str]) -> None:
        begun = None
        for line in lines:
            told = json.loads(line)
            begun = told.get("begin")
            if begun is None:
                self.state = self.state.after(told["done"])
        possible = [self.state] + ([self.state.after(begun)] if begun else [])
        with opened(self.folder) as library:
            found = look(library)
            fitting = [state for state in possible if expected(state) == found]
            assert fitting, (found, [expected(state) for state in possible])
            self.state = fitting[0]
            everything_is_found(library, self.state)
        faults = [finding for finding in care.check(self.folder, words) if not finding.ok]
        assert faults == []


def opened(folder: Path) -> Library:
    return Library.open(folder, EMBEDDER.name, DIMENSIONS)


def everything_is_found(library: Library, state: State) -> None:
    for source, version in state.version.items():
        of = paper(source, version)
        assert library.corpus.document(of.document.id).text == of.document.text
        gone = source in state.removed
        for number, passage in enumerate(of.passages):
            mark = word_for(source, version, number)
            lexical = library.lexical.search(mark, 1).ids
            dense = library.dense.nearest(of.vectors[number], 1).ids
            assert lexical == (() if gone else (passage.id,)), mark
            assert (dense == (passage.id,)) is not gone
    for source, version in state.old:
        old = paper(source, version).document
        assert library.corpus.document(old.id).text == old.text


def mirror_agrees(folder: Path) -> None:
    """The store, opened by the rules, holds exactly what is searchable."""
    with opened(folder) as library:
        mirror = Mirror.open(library.database, opener("local"))  # type: ignore[arg-type]
        assert mirror is not None
        with library.database.reading() as connection:
            found = connection.execute(
                "SELECT document_id || ':' || start_char || '-' || end_char FROM searchable"
            ).fetchall()
        searchable = {passage_id for (passage_id,) in found}
        assert mirror.store.count() == len(searchable)
        if searchable:
            near = mirror.store.nearest(EMBEDDER.embed_queries(["paper"])[0], len(searchable) + 50)
            assert set(near.ids) == searchable
        mirror.close()


def begun(folder: Path, seed: int, store: str = "off") -> Trial:
    """A trial over a library that holds a few documents already."""
    state = State()
    with opened(folder) as library:
        for number in range(6):
            change = ["write", f"paper {number}", number]
            paper(f"paper {number}", number).write_to(library.corpus)
            state = state.after(change)
    return Trial(folder, random.Random(seed), state, store)


def test_kills_at_named_points_lose_nothing(folder: Path) -> None:
    trial = begun(folder, seed=1)
    for point in POINTS:
        trial.kill(point)


def test_kills_at_random_lose_nothing(folder: Path) -> None:
    trial = begun(folder, seed=2)
    for _ in range(10):
        trial.kill()


def test_kills_around_the_vector_store_lose_nothing(folder: Path) -> None:
    trial = begun(folder, seed=3, store="local")
    trial.kill("open current.")
    for point in ["os.rename current.", "sql DELETE FROM outbox", None]:
        trial.kill(point)
        mirror_agrees(folder)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(10))
def test_hundreds_of_kills_lose_nothing(folder: Path, seed: int) -> None:
    trial = begun(folder, seed=100 + seed)
    for number in range(44):
        trial.kill(trial.chance.choice(POINTS) if number % 2 else None)
    trial.store = "local"
    for number in range(6):
        trial.kill("sql DELETE FROM outbox" if number % 3 == 0 else None)
        mirror_agrees(folder)
