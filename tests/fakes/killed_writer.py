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
from pathlib import Path
from typing import Any

from rag.adapters.vectors import opener
from rag.index.library import Library
from tests.fakes.documents import DIMENSIONS, EMBEDDER
from tests.fakes.library_state import State, paper


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
        for _ in range(5_000):
            change = now.next_change(chance)
            _say(json.dumps({"begin": change}))
            make(library, change)
            _say(json.dumps({"done": change}))
            now = now.after(change)


if __name__ == "__main__":
    main(*sys.argv[1:])
