from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from rag.durable import replace_whole
from tests.fakes.full_disk import room_for

WRITER = """
import os, sys
from pathlib import Path
from rag.durable import replace_whole

def write(file):
    file.write(b"half a fi")
    file.flush()
    print("half", flush=True)
    sys.stdin.read()

replace_whole(Path(sys.argv[1]), write)
"""


def test_it_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a [file]"
    for content in (b"old", b"new"):
        replace_whole(path, lambda file, content=content: file.write(content))  # type: ignore[misc]
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half a fi")
        raise KeyboardInterrupt

    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        replace_whole(path, write)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_with_the_file_that_found_no_room(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with room_for(1_000), pytest.raises(OSError, match="too large") as told:
        replace_whole(path, lambda file: file.write(b"new" * 1_000))
    assert told.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_kill_left_is_cleared_after_a_day_and_another_file_never(tmp_path: Path) -> None:
    path, other = tmp_path / "file", tmp_path / "file.own.new"
    path.write_bytes(b"old")
    other.write_bytes(b"somebody's own")
    os.utime(other, (0, 0))
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        writer.kill()
    assert path.read_bytes() == b"old"
    (left,) = set(tmp_path.iterdir()) - {path, other}
    replace_whole(path, lambda file: file.write(b"new"))
    assert left.exists()  # it may be another process's, still being written
    os.utime(left, (0, 0))
    replace_whole(path, lambda file: file.write(b"newer"))
    assert set(tmp_path.iterdir()) == {path, other}
    assert path.read_bytes() == b"newer"


def test_those_who_write_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [bytes([number]) * 50_000 for number in range(8)]

    def put(content: bytes) -> None:
        replace_whole(path, lambda file: file.write(content))

    writers = [threading.Thread(target=put, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_never_readable_by_more_than_asked_for(tmp_path: Path) -> None:
    seen: list[int] = []

    def write(file: BinaryIO) -> None:
        seen.append(os.fstat(file.fileno()).st_mode & 0o777)

    path = tmp_path / "file"
    replace_whole(path, write, mode=0o600)
    assert [*seen, path.stat().st_mode & 0o777] == [0o600, 0o600]
