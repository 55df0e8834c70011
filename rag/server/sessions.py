"""Who is signed in: random tokens that end by themselves, kept by the server as hashes.

They lie in a small SQLite file of their own, so that the page, the API and a restarted server
agree on them, and signing out or changing a password ends them everywhere at once.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rag.index.database import translated

FILE_NAME = "sessions.sqlite3"
COOKIE = "footnote_session"
_OWNER_ONLY = 0o600
_BUSY_S = 30.0
_SCHEMA = """CREATE TABLE IF NOT EXISTS sessions (
    digest BLOB PRIMARY KEY, person TEXT NOT NULL, ends REAL NOT NULL) WITHOUT ROWID"""


class Sessions:
    """The sessions of one file; safe to use from several threads and processes."""

    def __init__(
        self, path: Path, lifetime_s: float, clock: Callable[[], float] = time.time
    ) -> None:
        """Use the file at `path`; a session lasts `lifetime_s` from signing in."""
        self.lifetime_s = lifetime_s
        self._path = path
        self._clock = clock
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(_OWNER_ONLY)
        with self._connected() as connection:
            connection.execute(_SCHEMA)

    def start(self, person: str) -> str:
        """Sign a person in: the token to give their browser or program, kept nowhere."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._connected() as connection:
            connection.execute("DELETE FROM sessions WHERE ends <= ?", (now,))
            row = (_digest(token), person, now + self.lifetime_s)
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?)", row)
        return token

    def person(self, token: str) -> str | None:
        """Who the token belongs to; None where it is unknown or has ended."""
        with self._connected() as connection:
            row = connection.execute(
                "SELECT person FROM sessions WHERE digest = ? AND ends > ?",
                (_digest(token), self._clock()),
            ).fetchone()
        return None if row is None else str(row[0])

    def end(self, token: str) -> None:
        """Sign out."""
        self._delete("digest = ?", _digest(token))

    def end_all(self, person: str) -> None:
        """End every session of a person: their password changed, or they may not come any more."""
        self._delete("person = ?", person)

    def _delete(self, condition: str, value: bytes | str) -> None:
        with self._connected() as connection:
            connection.execute(f"DELETE FROM sessions WHERE {condition}", (value,))

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use, so that threads share nothing but the file."""
        with (
            translated(self._path),
            closing(sqlite3.connect(self._path, timeout=_BUSY_S)) as connection,
            connection,
        ):
            yield connection


def _digest(token: str) -> bytes:
    # Looked up by hash, so the time of a look-up tells nothing about a token.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
