"""The SQLite file: made, migrated, shared between readers and a writer, refused when broken."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import LibraryDamaged, LibraryError, LibraryLocked, LibraryTooNew
from rag.index import schema
from rag.index.database import FILE_NAME, Database, translated

_COUNT = """
import sys
from pathlib import Path
from rag.index.database import Database
with Database.open(Path(sys.argv[1]), readonly=True).reading() as connection:
    print(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
"""


def put(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(
        "INSERT INTO documents (id, source, root, state, reading, original, reader_version, "
        "provenance, problems, characters, added) VALUES (?, ?, '', 'ready', '', '', '', '{}', "
        "'[]', 0, '')",
        (name, name),
    )


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return [name for (name,) in connection.execute("SELECT id FROM documents ORDER BY id")]


def counted_elsewhere(folder: Path) -> int:
    command = [sys.executable, "-c", _COUNT, folder]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


def counted_as_nobody(folder: Path) -> int:
    """Count in a process without rights; it is a copy of this one, so it needs no files more."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            database = Database.open(folder, readonly=True)
            os.write(send, str(len(names(database))).encode())
        finally:
            os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with os.fdopen(receive) as answer:
        return int(answer.read())


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    opened = Database.open(folder)
    yield opened
    opened.close()


def test_a_new_folder_gets_an_empty_library_that_opens_again(folder: Path) -> None:
    for _ in range(2):
        database = Database.open(folder)
        assert names(database) == []
        database.close()


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            put(connection, "lost")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with database.writing() as connection:
        put(connection, "kept")
    assert names(database) == ["kept"]


def test_reading_sees_one_moment(database: Database) -> None:
    with database.reading() as connection:
        before = connection.execute("SELECT count(*) FROM documents").fetchone()

        def write() -> None:
            with database.writing() as other:
                put(other, "meanwhile")

        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == before
    assert names(database) == ["meanwhile"]


def test_another_process_reads_while_one_writes(database: Database) -> None:
    with database.writing() as connection:
        put(connection, "first")
    with database.writing() as connection:
        put(connection, "second")
        assert counted_elsewhere(database.folder) == 1
    assert counted_elsewhere(database.folder) == 2


def test_a_read_only_library_cannot_be_written(folder: Path) -> None:
    Database.open(folder).close()
    database = Database.open(folder, readonly=True)
    with pytest.raises(LibraryError, match="reading only"), database.writing():
        pass
    database.close()


def test_reading_a_library_that_is_not_there_begins_an_empty_one(folder: Path) -> None:
    database = Database.open(folder, readonly=True)
    assert names(database) == []
    database.close()


@pytest.fixture
def sealed() -> Iterator[Path]:
    """A folder that nobody but its owner may write to, outside pytest's private one."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    yield outer / "data"
    (outer / "data").chmod(0o755)
    shutil.rmtree(outer)


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise on Windows")
def test_a_library_in_a_folder_that_cannot_be_written_is_read(sealed: Path) -> None:
    database = Database.open(sealed)
    with database.writing() as connection:
        put(connection, "kept")
    database.close()
    sealed.chmod(0o555)
    assert counted_as_nobody(sealed) == 1


def test_a_log_that_still_holds_something_is_not_passed_over(folder: Path) -> None:
    writer = Database.open(folder)
    with writer.writing() as connection:
        put(connection, "in the log")
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    reader = Database.open(copy, readonly=True)
    assert names(reader) == ["in the log"]
    reader.close()
    writer.close()


def test_every_migration_is_applied_once_and_keeps_what_there_is(database: Database) -> None:
    with database.writing() as connection:
        put(connection, "old")
    later = (*schema.MIGRATIONS, ("ALTER TABLE documents ADD COLUMN shelf TEXT DEFAULT 'A'",))
    connection = sqlite3.connect(database.path, isolation_level=None)
    for _ in range(2):
        schema.migrate(connection, database.path, later)
        assert schema.version(connection) == len(later)
    assert connection.execute("SELECT id, shelf FROM documents").fetchall() == [("old", "A")]
    connection.close()


def test_a_migration_that_fails_half_way_changes_nothing(database: Database) -> None:
    later = (*schema.MIGRATIONS, ("CREATE TABLE shelves (name TEXT)", "no such statement"))
    connection = sqlite3.connect(database.path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, database.path, later)
    assert schema.version(connection) == len(schema.MIGRATIONS)
    shelves = "SELECT count(*) FROM sqlite_schema WHERE name = 'shelves'"
    assert connection.execute(shelves).fetchone() == (0,)
    connection.close()


def test_an_older_library_is_brought_up_to_date_even_for_a_reader(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).touch()  # version 0: what a kill leaves before the first migration
    database = Database.open(folder, readonly=True)
    assert names(database) == []
    database.close()


@pytest.mark.parametrize("readonly", [False, True])
def test_a_newer_library_is_refused_with_both_versions(folder: Path, readonly: bool) -> None:
    Database.open(folder).close()
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryTooNew, match=r"99.*newer Footnote"):
        Database.open(folder, readonly=readonly)


@pytest.mark.parametrize("readonly", [False, True])
def test_a_file_that_is_no_database_is_damage(folder: Path, readonly: bool) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"not a database, but long enough to have a header" * 99)
    with pytest.raises(LibraryDamaged, match="backup"):
        Database.open(folder, readonly=readonly)


@pytest.mark.parametrize("readonly", [False, True])
def test_a_database_of_another_program_is_not_touched(folder: Path, readonly: bool) -> None:
    folder.mkdir()
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("CREATE TABLE foreign_data (x)")
    connection.close()
    with pytest.raises(LibraryDamaged, match="no library of Footnote"):
        Database.open(folder, readonly=readonly)


def test_a_page_overwritten_is_damage_and_not_a_crash(folder: Path) -> None:
    database = Database.open(folder)
    with database.writing() as connection:
        for number in range(2_000):
            put(connection, f"document {number}")
    database.close()
    path = folder / FILE_NAME
    data = bytearray(path.read_bytes())
    for page in range(10, len(data) // 8192):
        data[page * 8192 : page * 8192 + 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    database = Database.open(folder, readonly=True)
    with pytest.raises(LibraryDamaged, match="footnote doctor"):
        names(database)
    database.close()


def test_a_full_disk_is_said_to_be_full(database: Database) -> None:
    def fill() -> None:
        with database.writing() as connection:
            connection.execute("PRAGMA max_page_count = 1")
            for number in range(5_000):
                put(connection, f"document {number}")

    with pytest.raises(LibraryError, match=r"disk .* is full"):
        fill()
    assert names(database) == []


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(LibraryError, match="data cannot hold a library"):
        Database.open(tmp_path / "data")


def test_a_busy_database_is_locked_and_not_damaged(database: Database) -> None:
    other = sqlite3.connect(database.path, isolation_level=None, timeout=0)
    with (
        database.writing(),
        pytest.raises(LibraryLocked, match="try again"),
        translated(database.path),
    ):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_mistakes_in_the_program_are_not_disguised(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.reading() as connection:
        connection.execute("SELECT no_such_column FROM documents")


@pytest.mark.parametrize("readonly", [True, False])
def test_a_file_cut_to_nothing_is_no_new_library(folder: Path, readonly: bool) -> None:
    Database.open(folder).close()
    (folder / "vectors-1.f32").write_bytes(b"\0" * 100)
    Database.open(folder, readonly=readonly).close()
    os.truncate(folder / FILE_NAME, 0)
    with pytest.raises(LibraryDamaged, match=r"is empty.*backup"):
        Database.open(folder, readonly=readonly)
    assert not (folder / FILE_NAME).stat().st_size
