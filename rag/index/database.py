"""The SQLite file of a library: opened, migrated, read by any number, written by one at a time."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import LibraryDamaged, LibraryError, LibraryLocked, RagError
from rag.index import schema

FILE_NAME = "library.sqlite3"

BUSY_TIMEOUT_S = 30.0
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables

# FULL: a commit is on the disk before "done" is said, so it outlives a power cut as well as a
# kill; it costs one fsync a document, nothing beside embedding it. secure_delete: what is
# removed for good is overwritten, not only forgotten. Pages of 8 KB hold five vectors of 1.5 KB;
# pages of 4 KB would hold two and waste a quarter.
_WRITER_PRAGMAS = (
    "PRAGMA page_size = 8192",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
)
_COMMON_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 268435456",
)


class _Connection(sqlite3.Connection):
    """A plain connection that can be referred to weakly."""


class Database:
    """One connection per thread to the library's SQLite file in WAL mode.

    `reading()` and `writing()` hand out the thread's connection inside a transaction and turn
    SQLite's errors into LibraryDamaged, LibraryLocked or LibraryError. A read-only database works
    beside a writing process, and on media that cannot be written at all.
    """

    def __init__(self, folder: Path, *, readonly: bool, immutable: bool) -> None:
        self.folder = folder
        self.readonly = readonly
        self._immutable = immutable
        self._own = threading.local()
        self._opened: weakref.WeakSet[_Connection] = weakref.WeakSet()

    @classmethod
    def open(cls, folder: Path, *, readonly: bool = False) -> Database:
        """Open the library in `folder`; where there is none yet, an empty one is made.

        Raises LibraryTooNew, LibraryDamaged, or LibraryError when the folder cannot be used.
        """
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise LibraryError(
                f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed"
            )
        if readonly and not _is_current(folder):
            cls.open(folder).close()
        if not readonly:
            _prepare(folder)
        immutable = readonly and needs_immutable(folder / FILE_NAME)
        return cls(folder, readonly=readonly, immutable=immutable)

    @property
    def path(self) -> Path:
        return self.folder / FILE_NAME

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the library for everything read inside."""
        connection = self._connection()
        with translated(self.path):
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that happens inside is kept, or, after any error, none of it."""
        if self.readonly:
            raise LibraryError(f"{self.folder} was opened for reading only")
        connection = self._connection()
        with translated(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                _roll_back(connection)
                raise
            connection.execute("COMMIT")

    def checkpoint(self) -> None:
        """Move the log into the file and empty it, so that nothing overwritten lingers there."""
        with translated(self.path):
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        for connection in list(self._opened):
            connection.close()
        self._own = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: _Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._connect()
        return connection

    def _connect(self) -> _Connection:
        with translated(self.path):
            if not self.readonly:
                connection = _connect(self.path, "mode=rw", _COMMON_PRAGMAS + _WRITER_PRAGMAS)
            else:
                mode = "immutable=1" if self._immutable else "mode=ro"
                connection = _connect(self.path, mode, _COMMON_PRAGMAS)
        self._opened.add(connection)
        return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the library's own errors; programming mistakes pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        meaning = _meaning(error, path)
        if meaning is None:
            raise
        raise meaning from error


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # after a full disk SQLite has rolled back by itself
        connection.execute("ROLLBACK")


def _meaning(error: sqlite3.DatabaseError, path: Path) -> RagError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended codes keep it there
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LibraryDamaged(
            f"{path} is damaged ({error}): run `footnote doctor`, or put a backup in its place"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryLocked(
            f"{path} is being written by another process (waited {BUSY_TIMEOUT_S:g} s): try again"
        )
    if code == sqlite3.SQLITE_FULL:
        return LibraryError(f"the disk that holds {path} is full: make room and try again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return LibraryError(
            f"{path} cannot be used ({error}): check the folder, its rights and the room on the "
            "disk"
        )
    return None


def _connect(path: Path, mode: str, pragmas: tuple[str, ...]) -> _Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    for pragma in pragmas:
        connection.execute(pragma)
    return connection


def require_not_emptied(path: Path) -> None:
    """Raises LibraryDamaged for a file cut to nothing: to SQLite it is a new, empty database."""
    emptied = path.exists() and not path.stat().st_size
    if emptied and next(path.parent.glob("vectors-*"), None) and not _log_of(path):
        raise LibraryDamaged(
            f"{path} is empty, and vectors beside it tell that it held documents: "
            "put a backup in its place"
        )


def _log_of(path: Path) -> int:
    """Bytes of the log beside a database; 0 where there is none."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _prepare(folder: Path) -> None:
    """Make the folder and the file where missing, and bring the file to the newest version."""
    path = folder / FILE_NAME
    require_not_emptied(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise LibraryError(f"{folder} cannot hold a library: {refused}") from refused
    with translated(path):
        connection = _connect(path, "mode=rwc", _WRITER_PRAGMAS)
        try:
            if schema.check(connection, path) < len(schema.MIGRATIONS):
                schema.migrate(connection, path)
        finally:
            connection.close()


def _is_current(folder: Path) -> bool:
    """Whether there is a file of the newest version, to be read as it is."""
    path = folder / FILE_NAME
    if not path.exists():
        return False
    with translated(path):
        mode = "immutable=1" if needs_immutable(path) else "mode=ro"
        connection = _connect(path, mode, ())
        try:
            return schema.check(connection, path) == len(schema.MIGRATIONS)
        finally:
            connection.close()


def needs_immutable(path: Path) -> bool:
    """Whether a database can only be read as one that nobody writes, as on a read-only medium.

    A WAL database is read through two helper files. Where they are missing and cannot be made,
    nobody can be writing either. A log that still holds something is never passed over so.
    """
    if _log_of(path):
        return False
    try:
        connection = _connect(path, "mode=ro", ())
    except sqlite3.OperationalError:
        return False
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return False
