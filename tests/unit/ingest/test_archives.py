"""Zip archives: members, nested archives, and what hostile ones try."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from rag.errors import UnreadableFile
from rag.ingest.walk import Input, Limits, Skipped, inputs
from tests.unit.ingest.made_files import encrypted_zip, zip_file

USUAL = Limits()


def found(tmp_path: Path, data: bytes, limits: Limits = USUAL) -> list[Input | Skipped]:
    (tmp_path / "box.zip").write_bytes(data)
    return list(inputs([tmp_path / "box.zip"], limits))


def texts(items: list[Input | Skipped]) -> dict[str, bytes]:
    return {one.source: one.read() for one in items if isinstance(one, Input)}


def skipped(items: list[Input | Skipped]) -> dict[str, str]:
    return {one.source: one.reason for one in items if isinstance(one, Skipped)}


def failures(items: list[Input | Skipped]) -> dict[str, str]:
    reasons = {}
    for one in items:
        if isinstance(one, Input):
            try:
                one.read()
            except UnreadableFile as error:
                reasons[error.source] = error.reason
    return reasons


def test_members_are_known_by_archive_and_path(tmp_path: Path) -> None:
    inner = zip_file({"c.txt": "three"})
    data = zip_file({"b/two.txt": "two", "a.txt": "one", "b/in.zip": inner, "b/empty/": ""})
    assert texts(found(tmp_path, data)) == {
        "box.zip/a.txt": b"one",
        "box.zip/b/in.zip/c.txt": b"three",
        "box.zip/b/two.txt": b"two",
    }


def test_sidecars_and_hidden_members_are_no_inputs(tmp_path: Path) -> None:
    data = zip_file(
        {
            "a.txt": "one",
            "a.txt.meta.toml": "x = 1",
            ".b.txt": "",
            "__MACOSX/._a.txt": "",
            "c.png": "",
        }
    )
    items = found(tmp_path, data)
    assert list(texts(items)) == ["box.zip/a.txt"]
    assert skipped(items) == {"box.zip/c.png": "no reader for .png files"}
    assert isinstance(items[0], Input)
    assert items[0].sidecar() == b"x = 1"


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:\\a.txt", "..\\a.txt"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    items = found(tmp_path, zip_file({name: "out", "b.txt": "in"}))
    assert list(texts(items)) == ["box.zip/b.txt"]
    assert list(skipped(items).values()) == ["refused: its name leads out of the archive"]


def test_links_in_archives_are_skipped(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert skipped(found(tmp_path, buffer.getvalue())) == {"box.zip/link.txt": "a link"}


def test_a_large_member_is_skipped_by_its_size(tmp_path: Path) -> None:
    items = found(tmp_path, zip_file({"a.txt": "0" * 5000}), Limits(file_bytes=1000))
    assert skipped(items) == {"box.zip/a.txt": "too large: 0.005 MB; the limit is 0.001 MB"}


def test_what_is_inflated_counts_whatever_the_archive_claims(tmp_path: Path) -> None:
    data = bytearray(zip_file({"a.txt": "0" * 5000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        data[at + offset : at + offset + 4] = struct.pack("<I", 10)
    items = found(tmp_path, bytes(data), Limits(file_bytes=1000))
    assert list(failures(items)) == ["box.zip/a.txt"]


def test_one_archive_inflates_to_no_more_than_its_limit(tmp_path: Path) -> None:
    members = {f"{number}.txt": "0" * 1000 for number in range(10)}
    items = found(tmp_path, zip_file(members), Limits(archive_bytes=4500))
    assert list(failures(items)) == [f"box.zip/{number}.txt" for number in range(4, 10)]
    again = found(tmp_path, zip_file(members), Limits(archive_bytes=4500))
    assert isinstance(again[0], Input)
    assert {again[0].read() for _ in range(20)} == {b"0" * 1000}, "read twice, counted once"


def test_bombs_of_nested_archives_are_stopped(tmp_path: Path) -> None:
    data = zip_file({"a.txt": "0" * 1_000_000})
    for _ in range(4):
        data = zip_file({f"{number}.zip": data for number in range(10)})
    before = time.process_time()
    items = found(tmp_path, data, Limits(archive_bytes=3_000_000, archive_members=1000))
    failures(items)
    assert time.process_time() - before < 10
    assert any("members" in reason for reason in skipped(items).values())


def test_archives_nested_too_deeply_are_skipped(tmp_path: Path) -> None:
    data = zip_file({"a.txt": "deep"})
    for _ in range(9):
        data = zip_file({"in.zip": data, "b.txt": "x"})
    items = found(tmp_path, data)
    deepest = "box.zip" + "/in.zip" * 8
    assert skipped(items) == {deepest: "archives nested deeper than 8"}
    assert len(texts(items)) == 8


def test_too_many_members_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    items = found(
        tmp_path, zip_file({f"{n}.txt": "" for n in range(30)}), Limits(archive_members=20)
    )
    assert failures(items) == {"box.zip": "refused: more than 20 members"}


def test_encrypted_members_fail_with_the_way_out(tmp_path: Path) -> None:
    items = found(tmp_path, encrypted_zip({"a.txt": "secret"}))
    assert failures(items) == {"box.zip/a.txt": "encrypted: unpack it with its password first"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"no archive",
        b"PK\x05\x06" + b"\xff" * 18,
        zip_file({"a.txt": "x"})[:-30],
    ],
)
def test_broken_archives_fail_and_stop_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "z.txt").write_text("fine")
    (tmp_path / "box.zip").write_bytes(data)
    items = list(inputs([tmp_path]))
    assert list(failures(items)) == ["box.zip"]
    assert [one.source for one in items] == ["box.zip", "z.txt"]


def test_a_damaged_member_fails_alone(tmp_path: Path) -> None:
    data = bytearray(zip_file({"a.txt": "one " * 100, "b.txt": "two"}))
    data[35:40] = b"\0\0\0\0\0"
    items = found(tmp_path, bytes(data))
    assert list(failures(items)) == ["box.zip/a.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "cp866", "utf-8"])
def test_unmarked_names_are_worked_out_together(tmp_path: Path, encoding: str) -> None:
    names = {
        "gbk": ["关于大桥的报告和说明.txt", "市政府的决定和时间表.txt", "河边小镇的情况.txt"],
        "cp866": ["отчёт о мосте.txt", "решение городского совета.txt", "состояние реки.txt"],
        "utf-8": ["گزارش.txt", "报告.txt", "отчёт.txt"],
    }[encoding]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(len(names)):
            archive.writestr(f"{number:040d}.txt", "x")
    data = buffer.getvalue()
    for number, name in enumerate(names):
        raw = name.encode(encoding)
        data = data.replace(f"{number:040d}.txt".encode(), raw.rjust(44, b"_"))
    told = {source.removeprefix("box.zip/").lstrip("_") for source in texts(found(tmp_path, data))}
    assert told == set(names)


def test_ten_thousand_members_are_read_in_seconds(tmp_path: Path) -> None:
    data = zip_file({f"{number}.txt": "words" for number in range(5000)})
    before = time.process_time()
    assert len(texts(found(tmp_path, data))) == 5000
    assert time.process_time() - before < 10


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_that_unfold_all_at_once_are_not_opened(tmp_path: Path, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.txt", "words")
        archive.writestr("b.txt", "others", zipfile.ZIP_DEFLATED)
    items = found(tmp_path, buffer.getvalue())
    assert list(texts(items)) == ["box.zip/b.txt"]
    assert "packed in a rare way" in skipped(items)["box.zip/a.txt"]


@pytest.mark.parametrize("name", [".", "", "./."])
def test_members_without_a_name_stop_nothing(tmp_path: Path, name: str) -> None:
    data = zip_file({"b.txt": "two", "X" * max(1, len(name)): "one"})
    data = data.replace(b"X" * max(1, len(name)), name.encode() or b"\0")
    items = found(tmp_path, data)
    assert texts(items) == {"box.zip/b.txt": b"two"}
    assert [*skipped(items).values()] == ["refused: it has no name"]


def test_a_line_break_in_an_unmarked_name_stops_nothing(tmp_path: Path) -> None:
    data = zip_file({"aXb-Y.txt": "one", "b.txt": "two"})
    items = found(tmp_path, data.replace(b"X", b"\n").replace(b"Y", b"\xe4"))
    assert sorted(texts(items).values()) == [b"one", b"two"]


def large_archive(members: int, *, told: int) -> bytes:
    """Entries of the table of contents alone, told truly by the record of large archives only."""
    entry = b"PK\x01\x02" + struct.pack("<6H3L5H2L", *[0] * 9, 1, *[0] * 6) + b"a"
    table = entry * members
    sizes = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, members, members, len(table), 0)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, len(table), 1)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, told, told, len(entry) * told, 0, 0)
    return table + b"PK\x06\x06" + sizes + locator + end


def test_members_told_by_the_record_of_large_archives_are_counted(tmp_path: Path) -> None:
    items = found(tmp_path, large_archive(100_000, told=1))
    assert failures(items) == {"box.zip": "refused: more than 10000 members"}
