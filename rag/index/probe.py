"""Asking a vector store whether it still holds what it was given.

A store can open, count rightly and find next to nothing, or take its process down with it. So a
store that was not closed cleanly is tried out by this module run as a program, in a child process
that gets the task on its standard input and answers with one line a fault.
"""

from __future__ import annotations

import importlib
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import RagError
from rag.index import keys, outbox
from rag.index.database import Database
from rag.index.rowids import fetched, listed
from rag.index.store import Place, StoreOpener
from rag.index.vectors import unpacked
from rag.ports import VectorStore

_SAMPLE = 36
_NEIGHBOURS = 5
_SAME = 0.999  # another passage this near is a copy, and as good an answer
_FOUND_SHARE = 0.9  # the graph is approximate: now and then a vector misses even itself
_TIMEOUT_S = 120.0

_SETTLED = """
    SELECT rowid FROM searchable WHERE NOT EXISTS (
        SELECT 1 FROM outbox WHERE outbox.document_id = searchable.document_id
        AND outbox.start_char = searchable.start_char AND outbox.end_char = searchable.end_char
    )
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A store to try out, and the library it mirrors."""

    library: Path
    opener: StoreOpener
    place: Place

    def dumped(self) -> str:
        """As JSON: the opener as the module that makes it, and its address."""
        place = [str(self.place.folder), self.place.library, self.place.name]
        opener = [type(self.opener).__module__, self.opener.address]
        return json.dumps([str(self.library), opener, place])

    @classmethod
    def load(cls, dumped: str) -> Task:
        """The task that `dumped` came from."""
        library, (module, address), (folder, name, collection) = json.loads(dumped)
        opener = importlib.import_module(module).opener(address)
        return cls(Path(library), opener, Place(Path(folder), name, collection))


def faults_apart(task: Task, timeout_s: float = _TIMEOUT_S) -> list[str]:
    """As `faults`, found in a child process: a crash and silence count as faults as well."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(
            [sys.executable, "-m", "rag.index.probe"],
            input=task.dumped().encode(),
            capture_output=True,
            timeout=timeout_s,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"did not answer within {timeout_s:g} s"]
    if child.returncode:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return [f"took its process down (exit code {child.returncode}): {' '.join(last)}"]
    return child.stdout.decode().splitlines()


def faults(database: Database, store: VectorStore) -> list[str]:
    """What is wrong with a store: the wrong number of vectors, or vectors that find others.

    Passages that wait in the outbox may be in the store or not; all others must be.
    """
    with database.reading() as connection:
        settled = fetched(connection, _SETTLED)
        waiting = outbox.waiting(connection)
        chosen = settled[:: max(1, len(settled) // _SAMPLE)]
        sample = _vectors(connection, listed(chosen))
        ids = keys.passage_ids(connection, chosen)
    count = store.count()
    if not len(settled) <= count <= len(settled) + waiting:
        return [f"holds {count} vectors instead of {len(settled)}"]
    found = [_finds_itself(store, ids[row], vector) for row, vector in sample.items()]
    if sum(found) < _FOUND_SHARE * len(found):
        return [f"{len(found) - sum(found)} of {len(found)} vectors do not find themselves"]
    return []


def _vectors(connection: sqlite3.Connection, rowids: str) -> dict[int, bytes]:
    query = "SELECT rowid, vector FROM vectors WHERE rowid IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (rowids,)).fetchall())


def _finds_itself(store: VectorStore, passage_id: str, vector: bytes) -> bool:
    near = store.nearest(unpacked([vector])[0], _NEIGHBOURS)
    return passage_id in near.ids or bool(len(near.scores) and np.max(near.scores) >= _SAME)


def main() -> None:
    """Try out the store of the task on standard input; print its faults, one a line."""
    task = Task.load(sys.stdin.buffer.read().decode())
    try:
        database = Database.open(task.library, readonly=True)
        found = faults(database, task.opener.open(task.place))
    except RagError as error:
        found = [str(error)]
    sys.stdout.write("".join(f"{' '.join(fault.split())}\n" for fault in found))
    sys.stdout.flush()
    # Leaving without tidying up: a broken store could still hang or crash on the way out.
    os._exit(0)


if __name__ == "__main__":
    main()
