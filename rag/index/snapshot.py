"""Whole copies of a SQLite file, taken and put back while other processes read it.

SQLite's online backup copies pages inside one transaction on either side: a copy is of one moment,
and what is put back appears at once or not at all, however the process ends.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rag.errors import LibraryDamaged
from rag.index.database import BUSY_TIMEOUT_S, needs_immutable, translated

_FAULTS_NAMED = 3
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


def take(source: Path, target: Path) -> None:
    """Copy the database at `source`, as it is at this moment, into the new file `target`.

    Writers are not kept waiting. Raises LibraryDamaged when what was copied is not whole, and
    OSError when there is no room for the copy.
    """
    with (
        translated(source),
        _connected(source, "immutable=1" if needs_immutable(source) else "mode=ro") as origin,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous = OFF")  # whoever keeps the copy flushes it
        try:
            origin.backup(copy)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in _NO_ROOM:  # for the copy; nothing is wrong with `source`
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
            raise
    require_whole(target, source)


def require_whole(path: Path, name: Path) -> None:
    """Let SQLite examine a file nobody else uses; raises LibraryDamaged in the name of `name`."""
    with translated(name), opened(path) as connection:
        found = connection.execute(f"PRAGMA integrity_check({_FAULTS_NAMED})").fetchall()
    faults = [fault for (fault,) in found if fault != "ok"]
    if faults:
        raise LibraryDamaged(f"{name} is damaged ({'; '.join(faults)}): run `footnote doctor`")


def put_back(source: Path, target: Path) -> None:
    """Make `target` hold what `source` holds, in one step for everyone who has it open.

    `source` must be closed and whole. Raises LibraryLocked while another process writes.
    """
    with (
        translated(target),
        opened(source) as origin,
        closing(sqlite3.connect(target, BUSY_TIMEOUT_S, isolation_level=None)) as place,
    ):
        origin.backup(place)
        place.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy that nobody else uses, to read from; nothing is made beside it."""
    with _connected(path, "immutable=1") as connection:
        yield connection


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.resolve().as_uri()}?{mode}"
    with closing(
        sqlite3.connect(address, BUSY_TIMEOUT_S, uri=True, isolation_level=None)
    ) as connection:
        yield connection
