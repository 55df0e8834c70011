"""Locks that exclude threads and processes, and die with whoever holds them."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.errors import LibraryError, LibraryLocked
from rag.index.lock import OwnerLock, WriteLock

_HOLD = """
import sys, time
from pathlib import Path
from rag.index.lock import WriteLock
with WriteLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_the_way_out(tmp_path: Path) -> None:
    with WriteLock(tmp_path), pytest.raises(LibraryLocked, match=r"chroma run.*FOOTNOTE_CHROMA"):
        WriteLock(tmp_path, timeout_s=0.1).__enter__()


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    first = WriteLock(tmp_path)
    first.__enter__()

    def write() -> None:
        with WriteLock(tmp_path, timeout_s=10):
            order.append("second")

    second = threading.Thread(target=write)
    second.start()
    order.append("first")
    first.__exit__(None, None, None)
    second.join()
    assert order == ["first", "second"]


def test_a_lock_taken_in_one_thread_can_be_left_in_another(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path)
    taking = threading.Thread(target=lock.__enter__)
    taking.start()
    taking.join()
    with pytest.raises(LibraryLocked):
        WriteLock(tmp_path, timeout_s=0).__enter__()
    lock.__exit__(None, None, None)
    with WriteLock(tmp_path, timeout_s=0):
        pass


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryLocked):
            WriteLock(tmp_path, timeout_s=0).__enter__()
        holder.kill()
    with WriteLock(tmp_path, timeout_s=0):
        pass


def test_a_folder_that_cannot_be_locked_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(LibraryError, match="data cannot be locked"):
        WriteLock(tmp_path / "data", timeout_s=0).__enter__()


def test_there_is_one_owner_and_asking_never_waits(tmp_path: Path) -> None:
    first, second = OwnerLock(tmp_path / "lock"), OwnerLock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
