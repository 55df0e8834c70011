"""Putting another library in the place of the one in a folder: in one step, with all derived."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import LibraryDamaged, LibraryLocked
from rag.index import collection, snapshot
from rag.index.database import FILE_NAME, Database
from rag.index.exact import Matrix
from rag.index.lock import OwnerLock, WriteLock
from rag.index.meta import Meta

_SIDES = ("", "-wal", "-shm")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other writer out, and make sure that no page and no server has the library open.

    Raises LibraryLocked, which says what to stop.
    """
    with WriteLock(folder):
        mirrored = collection.folder_of(folder).is_dir()
        owner = OwnerLock(collection.lock_of(folder)) if mirrored else None
        if owner is not None and not owner.take():
            raise LibraryLocked(
                f"the library in {folder} is open in a page or a server: stop it and try again"
            )
        try:
            yield
        finally:
            if owner is not None:
                owner.release()


def holds(folder: Path) -> str:
    """What the library in a folder holds, in words; nothing when it is empty or not there.

    Raises LibraryTooNew for one that this program cannot judge.
    """
    if not (folder / FILE_NAME).exists():
        return ""
    try:
        database = Database.open(folder, readonly=True)
    except LibraryDamaged:
        return "a damaged library"
    try:
        with database.reading() as connection:
            (count,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    except LibraryDamaged:
        return "a damaged library"
    finally:
        database.close()
    return f"{count} documents" if count else ""


def replace(folder: Path, staged: Path) -> None:
    """Put the library in the folder `staged` in the place of the one in `folder`.

    Readers that have it open see the new one from their next question on. A damaged library is
    set aside, not overwritten. `alone` must hold, and nobody may have `staged` open.
    """
    _outnumber(staged, _changes(folder))
    snapshot.put_back(staged / FILE_NAME, folder / FILE_NAME)
    collection.pointer_of(folder).unlink(missing_ok=True)  # it mirrors what was there before
    database = Database.open(folder)
    try:
        Matrix(database).remake()
    finally:
        database.close()


def _changes(folder: Path) -> int:
    """How often the library in a folder was changed; a damaged one is set aside and counts none."""
    if not (folder / FILE_NAME).exists():
        return 0
    try:
        database = Database.open(folder)
        try:
            with database.reading() as connection:
                return Meta(connection).changes
        finally:
            database.close()
    except LibraryDamaged:
        for side in _SIDES:
            damaged = folder / f"{FILE_NAME}{side}"
            if damaged.exists():
                damaged.replace(folder / f"damaged-{damaged.name}")
        return 0


def _outnumber(staged: Path, changes: int) -> None:
    """Let the staged library count more changes, so that nothing a reader remembers still holds."""
    database = Database.open(staged)
    try:
        with database.writing() as connection:
            connection.execute(
                "UPDATE meta SET value = max(value, ?) + 1 WHERE name = 'changes'", (changes,)
            )
    finally:
        database.close()
