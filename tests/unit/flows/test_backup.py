"""A backup is one file that is whole or not there, and comes back as it went."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import (
    InputError,
    LibraryDamaged,
    LibraryLocked,
    LibraryTooNew,
    RagError,
    UsageError,
)
from rag.flows.keeping.backup import backup
from rag.flows.keeping.contents import Kept
from rag.flows.keeping.manifest import Manifest
from rag.flows.keeping.progress import silent
from rag.flows.keeping.restore import restore
from rag.history import History
from rag.index import care
from rag.index.database import FILE_NAME
from rag.index.library import Library
from rag.index.lock import OwnerLock
from rag.ingest.originals import Originals
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made
from tests.fakes.library_state import paper

KEPT = Kept({"conversations.sqlite3": History}, ("footnote.toml", "calibration.json"))


def put(folder: Path, *versions: int) -> None:
    """Documents, each with its original."""
    with opened(folder) as library:
        for version in versions:
            of = paper(f"paper {version}", version)
            of.write_to(library.corpus)
            Originals(folder / "originals").put(of.document.text.encode())


def opened(folder: Path, *, readonly: bool = False) -> Library:
    return Library.open(folder, EMBEDDER.name, DIMENSIONS, readonly=readonly)


def sources(folder: Path) -> list[str]:
    with opened(folder, readonly=True) as library:
        return [entry.source for entry in library.corpus.documents()]


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for those that come and go with a connection."""
    passing = ("-wal", "-shm", ".lock", "lock")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(passing)
    }


def save(folder: Path, target: Path) -> Manifest:
    return backup(folder, target, KEPT, silent)


def load(path: Path, folder: Path, *, replace: bool = False) -> Manifest:
    return restore(path, folder, KEPT, silent, replace=replace)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    put(folder, 1, 2, 3)
    (folder / "footnote.toml").write_text("[search]\ndepth = 7\n", encoding="utf-8")
    history = History(folder / "conversations.sqlite3")
    history.start("reader", "Мосты и гавани")
    return folder


@pytest.fixture
def saved(data: Path, tmp_path: Path) -> Path:
    target = tmp_path / "library.zip"
    save(data, target)
    return target


def test_everything_comes_back(data: Path, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    found = load(saved, other)
    assert (found.documents, found.passages) == (3, sum(2 + n % 4 for n in (1, 2, 3)))
    kept = {"footnote.toml", *(name for name in files(data) if name.startswith("originals"))}
    assert {name: files(other).get(name) for name in kept} == {
        name: files(data)[name] for name in kept
    }
    names = [
        found.name for found in History(other / "conversations.sqlite3").conversations("reader")
    ]
    assert names == ["Мосты и гавани"]
    assert all(finding.ok for finding in care.check(other, words))
    with opened(other, readonly=True) as library, opened(data, readonly=True) as before:
        assert library.fingerprint() == before.fingerprint()
        vector = paper("paper 2", 2).vectors[0]
        assert library.dense.nearest(vector, 1).ids == before.dense.nearest(vector, 1).ids


def test_what_is_derived_stays_out(saved: Path) -> None:
    with zipfile.ZipFile(saved) as given:
        names = given.namelist()
    assert not [name for name in names if name.startswith(("vectors", "chroma"))]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_one_moment_is_kept_while_another_process_writes(data: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 10
        while not stop.is_set():
            put(data, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = [save(data, tmp_path / f"{number}.zip") for number in range(4)]
    finally:
        stop.set()
        writer.join()
    for number, manifest in enumerate(found):
        other = tmp_path / f"other {number}"
        load(tmp_path / f"{number}.zip", other)
        assert len(sources(other)) == manifest.documents
        assert all(finding.ok for finding in care.check(other, words))


def test_an_open_reader_sees_the_restored_library_at_its_next_question(
    data: Path, saved: Path
) -> None:
    put(data, 4)
    (newer,) = [paper("paper 4", 4)]
    with opened(data, readonly=True) as reader:
        assert reader.dense.nearest(newer.vectors[0], 1).ids == (newer.passages[0].id,)
        load(saved, data, replace=True)
        assert reader.dense.nearest(newer.vectors[0], 1).ids != (newer.passages[0].id,)
        assert len(reader.corpus.documents()) == 3


def test_a_library_that_holds_something_is_not_overwritten_unasked(
    saved: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    put(other, 8)
    before = files(other)
    with pytest.raises(UsageError, match=r"1 documents.*--replace"):
        load(saved, other)
    assert files(other) == before
    load(saved, other, replace=True)
    assert sources(other) == ["paper 1", "paper 2", "paper 3"]
    assert len([name for name in files(other) if name.startswith("originals")]) == 3


def test_settings_already_there_are_not_overwritten_unasked(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "footnote.toml").write_text("")
    with pytest.raises(UsageError, match=r"footnote\.toml"):
        load(saved, tmp_path / "other")


def test_a_page_or_server_must_be_stopped_first(data: Path, saved: Path) -> None:
    (data / "chroma").mkdir()
    owner = OwnerLock(data / "chroma" / "lock")
    assert owner.take()
    with pytest.raises(LibraryLocked, match="stop it"):
        load(saved, data, replace=True)
    owner.release()
    (data / "chroma" / "current").write_text("{}")
    load(saved, data, replace=True)
    assert not (data / "chroma" / "current").exists()


def test_a_backup_is_replaced_and_any_other_file_is_not(
    data: Path, saved: Path, tmp_path: Path
) -> None:
    put(data, 5)
    assert save(data, saved).documents == 4
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    with pytest.raises(InputError, match="is no backup"):
        save(data, letter)
    assert letter.read_text() == "Dear reader"


def test_a_damaged_library_does_not_replace_a_good_backup(data: Path, saved: Path) -> None:
    before = saved.read_bytes()
    path = data / FILE_NAME
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 8192, 2):
        content[page * 8192 : page * 8192 + 2048] = b"\xa5" * 2048
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged):
        save(data, saved)
    assert saved.read_bytes() == before
    load(saved, data, replace=True)
    assert sources(data) == ["paper 1", "paper 2", "paper 3"]


def test_a_database_that_is_none_is_set_aside(data: Path, saved: Path) -> None:
    (data / FILE_NAME).write_bytes(b"no database any more" * 999)
    load(saved, data, replace=True)
    assert sources(data) == ["paper 1", "paper 2", "paper 3"]
    assert (data / f"damaged-{FILE_NAME}").read_bytes().startswith(b"no database")


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with some members changed."""
    with zipfile.ZipFile(path) as given:
        members = {name: given.read(name) for name in given.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as changed:
        for name, content in members.items():
            changed.writestr(name, content)
    return path


def manifested(key: str, value: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        told = json.loads(members["manifest.json"])
        told[key] = value
        members["manifest.json"] = json.dumps(told).encode()

    return change


def astray(name: str) -> Callable[[dict[str, bytes]], None]:
    """A member that would lie elsewhere, properly listed."""

    def change(members: dict[str, bytes]) -> None:
        told = json.loads(members["manifest.json"])
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        told["members"].append({"name": name, "size_bytes": 0, "sha256": empty})
        members |= {"manifest.json": json.dumps(told).encode(), name: b""}

    return change


def other_words(members: dict[str, bytes]) -> None:
    members["footnote.toml"] = b"[search]\ndepth = 8\n"


def without_library(members: dict[str, bytes]) -> None:
    told = json.loads(members["manifest.json"])
    told["members"] = [member for member in told["members"] if member["name"] != FILE_NAME]
    members["manifest.json"] = json.dumps(told).encode()
    del members[FILE_NAME]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (other_words, InputError, "footnote.toml is not what was backed up"),
        (lambda members: members.pop("manifest.json"), InputError, "no manifest.json"),
        (lambda members: members.pop("footnote.toml"), InputError, "'footnote.toml'"),
        (lambda members: members.update(extra=b"x"), InputError, "'extra'"),
        (without_library, InputError, "holds no library"),
        (manifested("members", [{"name": 1}]), InputError, "members"),
        (manifested("documents", None), InputError, "documents: None is not int"),
        (manifested("format", 2), LibraryTooNew, "newer Footnote"),
        (manifested("schema", 999), LibraryTooNew, "version 999"),
        (astray("../../escaped"), InputError, "'../../escaped'"),
        (astray("/etc/escaped"), InputError, "'/etc/escaped'"),
        (astray("originals/ab/../../escaped"), InputError, "no place"),
        (astray("write.lock"), InputError, "no place"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(
    saved: Path,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], None],
    error: type[RagError],
    says: str,
) -> None:
    other = tmp_path / "other"
    put(other, 8)
    before = files(other)
    with pytest.raises(error, match=says):
        load(rewritten(saved, change), other, replace=True)
    assert files(other) == before
    assert not list(tmp_path.rglob("*escaped*"))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.999])
def test_a_backup_cut_short_is_refused(saved: Path, tmp_path: Path, share: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError):
        load(saved, tmp_path / "other")
    assert not (tmp_path / "other" / FILE_NAME).exists()


def test_bytes_flipped_anywhere_are_noticed(saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    for place in range(50, len(content) - 400, len(content) // 12):
        saved.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        try:
            load(saved, tmp_path / f"other {place}")
        except InputError:
            assert not (tmp_path / f"other {place}" / FILE_NAME).exists()
        else:  # a byte that says nothing, such as a date
            assert sources(tmp_path / f"other {place}") == ["paper 1", "paper 2", "paper 3"]


def test_an_older_library_is_brought_up_to_date(data: Path, tmp_path: Path) -> None:
    """Version 0 is an empty library: what stands in here for all that is older."""
    empty = tmp_path / "empty"
    with opened(empty):
        pass
    save(empty, tmp_path / "empty.zip")
    load(tmp_path / "empty.zip", data, replace=True)
    assert sources(data) == []


_CRAMPED = """
import resource, signal, sys
from rag.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.exit(main(sys.argv[2:]))
"""


def cramped(limit_bytes: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A command for which no file may grow beyond the limit, as on a disk that is full."""
    command = [sys.executable, "-c", _CRAMPED, limit_bytes, *arguments]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


@pytest.mark.skipif(os.name == "nt", reason="limits work otherwise on Windows")
@pytest.mark.parametrize("limit_bytes", [60_000, 130_000])
def test_a_full_disk_is_said_and_leaves_the_old_backup(
    data: Path, saved: Path, limit_bytes: int
) -> None:
    before = saved.read_bytes()
    done = cramped(limit_bytes, "--data", data, "backup", saved)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the disk is full" in done.stderr
    assert done.stderr.count("\n") == 1
    assert saved.read_bytes() == before
    assert sorted(path.name for path in saved.parent.iterdir()) == ["data", saved.name]


@pytest.mark.skipif(os.name == "nt", reason="limits work otherwise on Windows")
def test_a_full_disk_leaves_the_library_that_was_there(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put(other, 8)
    before = files(other)
    done = cramped(60_000, "--data", other, "restore", "--replace", saved)
    assert done.returncode == 2
    assert files(other) == before


def test_too_little_room_is_known_beforehand(saved: Path, tmp_path: Path) -> None:
    def claim(members: dict[str, bytes]) -> None:
        told = json.loads(members["manifest.json"])
        told["members"][0]["size_bytes"] = 10**18
        members["manifest.json"] = json.dumps(told).encode()

    with pytest.raises(InputError, match=r"2,000,000,000,000 MB are needed"):
        load(rewritten(saved, claim), tmp_path / "other")


def test_a_kill_while_restoring_leaves_a_whole_library(data: Path, saved: Path) -> None:
    """Before each step that changes the data folder; run again, the restore finishes."""
    put(data, 7)
    for step in ("backup", "replace", "unlink"):
        code = _KILLED.format(step=step, saved=str(saved), data=str(data))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True)
        assert done.returncode == -9, done.stderr.decode()
        assert sources(data) in (
            ["paper 1", "paper 2", "paper 3"],
            ["paper 1", "paper 2", "paper 3", "paper 7"],
        )
    load(saved, data, replace=True)
    assert sources(data) == ["paper 1", "paper 2", "paper 3"]
    assert all(finding.ok for finding in care.check(data, words))


_KILLED = """
import os, signal, sys, sqlite3
from pathlib import Path
from rag.index import snapshot
from rag.cli.keeping import KEPT
from rag.flows.keeping.restore import restore
from rag.flows.keeping.progress import silent

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def half(source, target):
    with snapshot.opened(source) as origin:
        place = sqlite3.connect(target, isolation_level=None)
        origin.backup(place, pages=3, progress=die)

if "{step}" == "backup":
    snapshot.put_back = half
else:
    setattr(Path, "{step}", die)
restore(Path("{saved}"), Path("{data}"), KEPT, silent, replace=True)
"""


def test_a_small_library_is_one_document_away_from_its_backup(tmp_path: Path) -> None:
    """The folder need not hold anything but the library."""
    with opened(tmp_path / "data") as library:
        made("bridge.txt", "The bridge opened in 1932.").write_to(library.corpus)
    manifest = save(tmp_path / "data", tmp_path / "one.zip")
    assert len(manifest.missing) == 1  # nobody put its original
    assert [member.name for member in manifest.members] == [FILE_NAME]
    load(tmp_path / "one.zip", tmp_path / "other")
    connection = sqlite3.connect(tmp_path / "other" / FILE_NAME)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_library_cut_to_nothing_replaces_no_backup(tmp_path: Path) -> None:
    folder, target = tmp_path / "data", tmp_path / "library.backup"
    put(folder, 1)
    kept = backup(folder, target, KEPT, silent)
    os.truncate(folder / FILE_NAME, 0)
    with pytest.raises(LibraryDamaged, match="is empty"):
        backup(folder, target, KEPT, silent)
    restore(target, tmp_path / "again", KEPT, silent, replace=False)
    assert len(sources(tmp_path / "again")) == kept.documents == 1


def test_a_newer_library_is_named_by_its_own_path(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    put(folder, 1)
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryTooNew, match=str(folder / FILE_NAME)):
        backup(folder, tmp_path / "library.backup", KEPT, silent)


def test_what_a_killed_restore_left_is_swept(tmp_path: Path) -> None:
    folder, target = tmp_path / "data", tmp_path / "library.backup"
    put(folder, 1)
    backup(folder, target, KEPT, silent)
    (folder / ".restore-x1" / "originals").mkdir(parents=True)
    (folder / ".restore-x1" / "originals" / "left").write_text("a document")
    restore(target, folder, KEPT, silent, replace=True)
    assert not list(folder.glob(".restore-*"))


def test_a_backup_packed_in_a_way_that_unfolds_at_once_is_refused(tmp_path: Path) -> None:
    folder, target = tmp_path / "data", tmp_path / "library.backup"
    put(folder, 1)
    backup(folder, target, KEPT, silent)
    with zipfile.ZipFile(target) as given:
        members = {name: given.read(name) for name in given.namelist()}
    with zipfile.ZipFile(tmp_path / "other.backup", "w", zipfile.ZIP_BZIP2) as other:
        for name, data in members.items():
            other.writestr(name, data)
    with pytest.raises(InputError, match="packed in a way"):
        restore(tmp_path / "other.backup", tmp_path / "new", KEPT, silent, replace=False)
