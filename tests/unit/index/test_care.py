"""The doctor finds what is wrong, says the way out, and mends what is derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.index import care
from rag.index.database import FILE_NAME
from rag.index.findings import Finding
from rag.index.library import Library
from rag.records import Role
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made

PAGES = [
    made(
        f"{n}.html",
        f"Subscribe {n}.",
        f"The harbour froze in {1900 + n}.",
        roles=[Role.BOILERPLATE],
    )
    for n in range(30)
]
NAMES = ["database", "documents", "mean", "kin", "outbox", "terms", "matrix"]


@pytest.fixture
def filled(folder: Path) -> Path:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        for each in PAGES:
            each.write_to(library.corpus)
        library.corpus.remove("3.html")
    return folder


def sql(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def faulty(found: list[Finding]) -> dict[str, str]:
    return {finding.name: finding.detail for finding in found if not finding.ok}


def works(folder: Path) -> bool:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS, readonly=True) as library:
        dense = library.dense.nearest(PAGES[7].vectors[1], 1).ids
        lexical = library.lexical.search("1907", 5).ids
        return dense == lexical == (PAGES[7].passages[1].id,)


def test_a_sound_library_has_no_faults(filled: Path) -> None:
    found = care.check(filled, words)
    assert [finding.name for finding in found] == NAMES
    assert faulty(found) == {}
    assert found[1].detail == "29 with 29 passages to search"
    assert not any(finding.way_out for finding in found)


def test_no_library_is_no_fault(folder: Path) -> None:
    assert faulty(care.check(folder, words)) == {}
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "detail", "spoil"),
    [
        ("terms", "29|30|1 pass", ["INSERT INTO terms (rowid, body) VALUES (900, 'astray')"]),
        ("terms", "58 pass", ["INSERT INTO terms (terms) VALUES ('delete-all')"]),
        ("terms", "version 0", ["UPDATE meta SET value = '0' WHERE name = 'words'"]),
        ("mean", "is not that", ["UPDATE vector_sums SET count = 28"]),
    ],
)
def test_what_is_derived_is_mended(filled: Path, name: str, detail: str, spoil: list[str]) -> None:
    sql(filled, *spoil)
    found = care.check(filled, words)
    assert list(faulty(found)) == [name]
    assert any(part in faulty(found)[name] for part in detail.split("|"))
    assert {f.way_out for f in found if not f.ok} == {"run `footnote doctor --mend`"}
    assert faulty(care.mend(filled, words)) == {}
    assert works(filled)


def test_terms_cut_by_other_rules_are_noticed_though_the_version_is_the_same(filled: Path) -> None:
    class Otherwise:
        VERSION = words.VERSION

        def terms(self, text: str, language: str | None = None) -> list[str]:
            return [term[::-1] for term in words.terms(text, language)]

    assert "cut otherwise" in faulty(care.check(filled, Otherwise()))["terms"]
    assert faulty(care.mend(filled, Otherwise())) == {}


def test_a_spoilt_matrix_is_mended(filled: Path) -> None:
    (path,) = filled.glob("vectors-*.f32")
    data = bytearray(path.read_bytes())
    data[12] ^= 0xFF
    path.write_bytes(data)
    assert faulty(care.check(filled, words)) == {"matrix": "1 rows differ from the database"}
    assert faulty(care.mend(filled, words)) == {}
    assert works(filled)


@pytest.mark.parametrize(
    ("detail", "spoil"),
    [
        ("2 passages without a vector", "DELETE FROM vectors WHERE rowid IN (2, 4)"),
        ("1 vectors of another size", "UPDATE vectors SET vector = x'0000' WHERE rowid = 2"),
        ("1 passages outside their text", "UPDATE passages SET end_char = 9999 WHERE rowid = 2"),
        ("1 documents with passages missing", "UPDATE documents SET passages = 3 WHERE rowid = 2"),
        ("1 documents without their text", "DELETE FROM contents WHERE document = 2"),
    ],
)
def test_what_is_lost_is_told_with_the_way_to_a_backup(
    filled: Path, detail: str, spoil: str
) -> None:
    sql(filled, spoil)
    found = {finding.name: finding for finding in care.check(filled, words)}
    assert detail in found["documents"].detail
    assert "footnote restore" in found["documents"].way_out


def overwrite_header(path: Path) -> None:
    path.write_bytes(b"no database any more" * 500)


def overwrite_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(8, len(data) // 8192, 2):
        data[page * 8192 : page * 8192 + 2048] = b"\xa5" * 2048
    path.write_bytes(data)


@pytest.mark.parametrize("spoil", [overwrite_header, overwrite_pages])
def test_a_damaged_database_is_told_and_not_made_worse(
    filled: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(filled / FILE_NAME)
    before = (filled / FILE_NAME).read_bytes()
    found = care.mend(filled, words)
    assert "database" in faulty(found)
    assert any("footnote restore" in finding.way_out for finding in found)
    assert (filled / FILE_NAME).read_bytes() == before


def test_only_damage_is_answered_with_a_backup(filled: Path) -> None:
    sql(filled, "PRAGMA user_version = 99")
    found = care.check(filled, words)
    assert [finding.ok for finding in found] == [False]
    assert "install a newer Footnote" in found[0].detail
    assert not found[0].way_out
