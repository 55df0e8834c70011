"""A process that changes a library and says what it does, to be killed in the middle of it.

Before each change it says `{"begin": change}`, and `{"done": change}` when the library has told it
that the change is made. It can also kill itself at a point: before the n-th SQL statement that
begins in a certain way, or before the n-th time the interpreter reports an event on a file.

    python -m tests.fakes.killed_writer FOLDER STORE SEED STATE [POINT COUNT]
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.adapters.vectors import opener
from rag.index.library import Library
from rag.records import Provenance
from tests.fakes.documents import DIMENSIONS, EMBEDDER, Made, made

SOURCES = 10


@dataclass
class State:
    """What the library should hold: by source its version, whether removed, and its title."""

    version: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    title: dict[str, str] = field(default_factory=dict)
    old: set[tuple[str, int]] = field(default_factory=set)

    def after(self, change: list[Any]) -> State:
        """The state once the change is made."""
        kind, source, *rest = change
        state = State.load(self.dump())
        if kind == "write":
            if source in state.version and state.version[source] != rest[0]:
                state.old.add((source, state.version[source]))
            state.old.discard((source, rest[0]))
            state.version[source] = rest[0]
            state.removed.discard(source)
        elif kind == "edit":
            state.title[source] = rest[0]
        elif kind == "remove":
            state.removed.add(source)
        elif kind == "restore":
            state.removed.discard(source)
        elif kind == "erase":
            del state.version[source]
            state.removed.discard(source)
            state.title.pop(source, None)
            state.old = {(name, version) for name, version in state.old if name != source}
        return state

    def next_change(self, chance: random.Random) -> list[Any]:
        """A change that makes sense now."""
        source = f"paper {chance.randrange(SOURCES)}"
        if source not in self.version or chance.random() < 0.4:
            return ["write", source, chance.randrange(1_000)]
        if source in self.removed:
            return [chance.choice(["restore", "erase"]), source]
        kind = chance.choice(["edit", "remove", "erase", "drain", "drain"])
        return [kind, source, f"Title {chance.randrange(1_000)}"][: 3 if kind == "edit" else 2]

    def dump(self) -> str:
        return json.dumps(
            [self.version, sorted(self.removed), self.title, sorted(map(list, self.old))]
        )

    @classmethod
    def load(cls, dumped: str) -> State:
        version, removed, title, old = json.loads(dumped)
        return cls(version, set(removed), title, {(name, number) for name, number in old})


def paper(source: str, version: int) -> Made:
    """The version of a source: a few paragraphs, each with a word of its own."""
    mark = f"{source.replace(' ', '')}v{version}"
    count = 2 + version % 4
    return made(
        source,
        *(f"Paragraph {n} of the paper has {mark}n{n} in it." for n in range(count)),
        provenance=Provenance(title=f"Paper {mark}"),
    )


def make(library: Library, change: list[Any]) -> None:
    kind, source, *rest = change
    with library.writing():
        if kind == "write":
            paper(source, rest[0]).write_to(library.corpus)
        elif kind == "edit":
            library.corpus.edit(source, {"title": rest[0]})
        elif kind == "restore":
            library.corpus.restore(source)
        elif kind == "drain":
            library.drain()
        else:
            library.corpus.remove(source, now=kind == "erase")


def die_at(point: str, count: int) -> None:
    """Arrange for this process to be killed the `count`-th time it comes to the point."""
    left = [count]

    def passed(what: str) -> None:
        if what.startswith(point):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, details: tuple[object, ...]) -> None:
        if event in ("open", "os.rename", "os.remove", "os.truncate", "os.rmdir"):
            passed(f"{event} {Path(str(details[0])).name}")

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*given, **named)
        connection.set_trace_callback(lambda sql: passed(f"sql {' '.join(sql.split())}"))
        return connection

    connect, sqlite3.connect = sqlite3.connect, traced  # type: ignore[assignment]
    sys.addaudithook(heard)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(folder: str, store: str, seed: str, state: str, *point: str) -> None:
    if point:
        die_at(point[0], int(point[1]))
    now, chance = State.load(state), random.Random(int(seed))
    with Library.open(Path(folder), EMBEDDER.name, DIMENSIONS, store=opener(store)) as library:
        for _ in range(400):
            change = now.next_change(chance)
            _say(json.dumps({"begin": change}))
            make(library, change)
            _say(json.dumps({"done": change}))
            now = now.after(change)


if __name__ == "__main__":
    main(*sys.argv[1:])
