"""Locks of the operating system: they die with the process that holds them, however it ends."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from rag.errors import LibraryError, LibraryLocked


class WriteLock:
    """Held around everything that changes a library, by one thread of one process at a time.

    A context manager. It may be entered in one thread and left in another (a generator driven by
    a server does that), so it is not re-entrant: take it once around a whole operation.
    Reading never needs it.
    """

    def __init__(self, folder: Path, timeout_s: float = 10.0) -> None:
        self._folder = folder
        self._timeout_s = timeout_s
        self._lock = _lock(folder / "write.lock")

    def __enter__(self) -> WriteLock:
        """Wait up to `timeout_s`; raises LibraryLocked when another writer still holds it."""
        try:
            self._lock.acquire(timeout=self._timeout_s)
        except Timeout as held:
            raise LibraryLocked(
                f"another process is writing to {self._folder} (waited {self._timeout_s:g} s): "
                "let it finish and try again. For many readers beside one writer, start a server "
                "with `chroma run` and set FOOTNOTE_CHROMA to its address"
            ) from held
        except OSError as refused:
            raise LibraryError(
                f"{self._folder} cannot be locked for writing: {refused}"
            ) from refused
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lock.release()


class OwnerLock:
    """Owned for as long as a process keeps something to itself; asking for it never waits."""

    def __init__(self, path: Path) -> None:
        self._lock = _lock(path)

    def take(self) -> bool:
        """Whether the lock is ours now; False while another owner lives, or where none can be."""
        try:
            self._lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        return True

    def release(self) -> None:
        self._lock.release()


def _lock(path: Path) -> FileLock:
    # A soft lock would outlive a killed process, so a file system without locks is refused.
    return FileLock(path, thread_local=False, fallback_to_soft=False)
