"""Originals are kept whole, once, by what they are."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.errors import LibraryDamaged, NotInLibrary
from rag.ingest.originals import Originals


def test_bytes_come_back_by_their_hash(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    digest = originals.put(b"words")
    assert digest == hashlib.sha256(b"words").hexdigest()
    assert originals.path(digest) == tmp_path / "originals" / digest[:2] / digest
    assert originals.get(digest) == b"words"
    assert originals.get(originals.put(b"")) == b""


def test_putting_twice_keeps_one_copy(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    place = originals.path(originals.put(b"words"))
    before = place.stat().st_ino
    originals.put(b"words")
    assert place.stat().st_ino == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place]


def test_removing_leaves_nothing_and_may_be_repeated(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    digest = originals.put(b"words")
    originals.remove(digest)
    originals.remove(digest)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotInLibrary):
        originals.get(digest)


@pytest.mark.parametrize("digest", ["", "abc", "../../etc/passwd", "A" * 64, "a" * 63 + "\n"])
def test_only_digests_are_looked_for(tmp_path: Path, digest: str) -> None:
    for ask in (Originals(tmp_path).path, Originals(tmp_path).get, Originals(tmp_path).remove):
        with pytest.raises(NotInLibrary):
            ask(digest)


def test_altered_bytes_are_noticed(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    digest = originals.put(b"words")
    originals.path(digest).write_bytes(b"other")
    with pytest.raises(LibraryDamaged, match="altered"):
        originals.get(digest)


def test_many_writers_of_the_same_bytes(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    data = os.urandom(200_000)
    writers = [threading.Thread(target=originals.put, args=(data,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    (only,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert only.read_bytes() == data


def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from rag.ingest.originals import Originals\n"
        "store = Originals(Path(sys.argv[1])); print('ready', flush=True)\n"
        "while True: store.put(os.urandom(300_000))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        while sum(1 for _ in tmp_path.rglob("*")) < 20:
            pass
        writer.send_signal(signal.SIGKILL)
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and not path.suffix]
    assert kept
    for path in kept:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
