"""Paths, folders, globs and links become inputs with stable sources."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from rag.errors import InputError, UnreadableFile
from rag.ingest.walk import Input, Limits, Skipped, inputs


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"words of {name}")
    return root


def sources(found: list[Input | Skipped]) -> list[str]:
    return [one.source for one in found if isinstance(one, Input)]


def skipped(found: list[Input | Skipped]) -> dict[str, str]:
    return {one.source: one.reason for one in found if isinstance(one, Skipped)}


def test_sources_are_relative_to_the_folder_given(tmp_path: Path) -> None:
    docs = tree(tmp_path / "docs", "b.txt", "a/c.md", "a/d/e.html", "Z.txt")
    found = list(inputs([docs]))
    assert sources(found) == ["Z.txt", "a/c.md", "a/d/e.html", "b.txt"]
    first = found[1]
    assert isinstance(first, Input)
    assert first.read() == b"words of a/c.md"
    assert (first.root, first.file) == (docs, docs / "a/c.md")
    assert first.size == len(b"words of a/c.md")
    assert first.modified == pytest.approx((docs / "a/c.md").stat().st_mtime)


def test_a_single_file_is_known_by_its_base_name(tmp_path: Path) -> None:
    docs = tree(tmp_path, "a/b/c.txt")
    assert sources(list(inputs([docs / "a/b/c.txt"]))) == ["c.txt"]


def test_globs_start_where_the_wildcards_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, "docs/a/x.txt", "docs/b/x.txt", "docs/b/y.md", "docs/[odd].txt")
    assert sources(list(inputs([tmp_path / "docs/**/*.txt"]))) == [
        "[odd].txt",
        "a/x.txt",
        "b/x.txt",
    ]
    assert sources(list(inputs([tmp_path / "docs/[odd].txt"]))) == ["[odd].txt"]
    monkeypatch.chdir(tmp_path / "docs")
    assert sources(list(inputs(["*/x.txt"]))) == ["a/x.txt", "b/x.txt"]


def test_equal_paths_of_two_roots_get_the_roots_name(tmp_path: Path) -> None:
    one = tree(tmp_path / "one", "same.txt", "only.txt")
    two = tree(tmp_path / "two", "same.txt")
    assert sources(list(inputs([one, two]))) == ["only.txt", "one/same.txt", "two/same.txt"]
    deep = [tree(tmp_path / side / "docs", "same.txt") for side in ("left", "right")]
    assert sources(list(inputs(deep))) == ["left/docs/same.txt", "right/docs/same.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    docs = tree(tmp_path / "docs", "a.txt", "b/c.txt")
    again = [docs, docs / "a.txt", docs, docs / "b", docs / "*.txt"]
    assert sources(list(inputs(again))) == ["a.txt", "b/c.txt"]


def test_hidden_files_and_sidecars_are_no_inputs(tmp_path: Path) -> None:
    docs = tree(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "~$d.docx", "__MACOSX/e.txt")
    (docs / "a.txt.meta.toml").write_bytes(b'title = "A"')
    (found,) = inputs([docs])
    assert isinstance(found, Input)
    assert found.sidecar() == b'title = "A"'


def test_other_types_are_skipped_with_advice(tmp_path: Path) -> None:
    docs = tree(tmp_path, "a.doc", "b.xyz", "README", "c.txt")
    found = list(inputs([docs]))
    assert sources(found) == ["c.txt"]
    assert skipped(found) == {
        "a.doc": "no reader for .doc files; save it as .docx",
        "b.xyz": "no reader for .xyz files",
        "README": "no reader for files without a suffix",
    }


def test_links_out_pipes_and_sockets_are_skipped(tmp_path: Path) -> None:
    outside = tree(tmp_path / "outside", "secret.txt", "folder/secret.txt")
    docs = tree(tmp_path / "docs", "a.txt", "folder/b.txt")
    (docs / "out.txt").symlink_to(outside / "secret.txt")
    (docs / "outer").symlink_to(outside / "folder", target_is_directory=True)
    (docs / "in.txt").symlink_to("a.txt")
    (docs / "loop").symlink_to(docs, target_is_directory=True)
    (docs / "gone.txt").symlink_to("nowhere.txt")
    os.mkfifo(docs / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(docs / "socket.txt"))
        found = list(inputs([docs]))
    assert sources(found) == ["a.txt", "folder/b.txt"]
    assert skipped(found) == {
        "out.txt": "a link that leads out of the folder",
        "outer": "a link that leads out of the folder",
        "in.txt": "a link to a.txt, which is read itself",
        "loop": "a link to no file",
        "gone.txt": "a link to no file",
        "pipe.txt": "a pipe",
        "socket.txt": "a socket",
    }


def test_a_link_inside_to_a_file_not_read_itself_is_followed(tmp_path: Path) -> None:
    docs = tree(tmp_path, ".versions/3.txt")
    (docs / "latest.txt").symlink_to(".versions/3.txt")
    (found,) = inputs([docs])
    assert isinstance(found, Input)
    assert (found.source, found.read()) == ("latest.txt", b"words of .versions/3.txt")


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    docs = tree(tmp_path / "docs", "a.txt")
    secret = tree(tmp_path, "secret.txt") / "secret.txt"
    (found,) = inputs([docs])
    (docs / "a.txt").unlink()
    (docs / "a.txt").symlink_to(secret)
    assert isinstance(found, Input)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        found.read()


def test_large_files_are_skipped_and_growing_ones_refused(tmp_path: Path) -> None:
    docs = tree(tmp_path, "a.txt", "b.txt")
    (docs / "b.txt").write_bytes(b"x" * 2000)
    found = list(inputs([docs], Limits(file_bytes=1000)))
    assert skipped(found) == {"b.txt": "too large: 0.002 MB; the limit is 0.001 MB"}
    (docs / "a.txt").write_bytes(b"x" * 2000)
    assert isinstance(found[0], Input)
    with pytest.raises(UnreadableFile, match="too large"):
        found[0].read()


def test_all_missing_paths_are_named_at_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    missing = [str(tmp_path / "b.txt"), str(tmp_path / "*.md"), "x" * 5000]
    with pytest.raises(InputError) as error:
        list(inputs([tmp_path / "a.txt", *missing]))
    assert error.value.problems == tuple(missing)


def test_the_order_depends_on_names_alone(tmp_path: Path) -> None:
    names = [f"{letter}/{number}.txt" for letter in "cab" for number in (10, 2, 1)]
    one = tree(tmp_path / "one", *names)
    other = tree(tmp_path / "other", *reversed(names))
    assert sources(list(inputs([one]))) == sources(list(inputs([other])))


def test_a_folder_named_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("words", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert sources(list(inputs([tmp_path / "link"]))) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise on Windows")
def test_names_of_any_bytes_are_sources_that_can_be_stored_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"f\xfe")
    folder.mkdir()
    for raw in (b"a\xff.txt", b"a\xfe.txt", b"a\xff.bin", b"b\n\x1b[31m.txt"):
        (folder / os.fsdecode(raw)).write_bytes(raw)
    read = {one.source: one for one in inputs([folder])}
    assert [*read] == ["a\\xfe.txt", "a\\xff.bin", "a\\xff.txt", "b\\x0a\\x1b[31m.txt"]
    assert isinstance(read["a\\xfe.txt"], Input)
    assert read["a\\xfe.txt"].read() == b"a\xfe.txt"
    both = [one.source for one in inputs([folder, tmp_path])]
    assert all(source.isprintable() and source.encode() for source in both)


def test_a_name_as_long_as_names_may_be_has_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / f"{'x' * 251}.txt").write_text("words")
    (found,) = inputs([tmp_path])
    assert isinstance(found, Input)
    assert found.sidecar() is None
    assert found.read() == b"words"
