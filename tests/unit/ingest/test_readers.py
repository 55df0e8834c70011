"""The registry of readers, and what they all refuse."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from rag.errors import UnreadableFile
from rag.ingest import readers

TEXT = (".txt", ".md", ".html", ".csv", ".tsv", ".json", ".jsonl", ".eml", ".mbox", ".rtf")


def test_every_promised_format_has_a_reader() -> None:
    promised = (*TEXT, ".pdf", ".docx", ".pptx", ".xlsx", ".epub")
    assert all(readers.supported(f"a{suffix}") for suffix in promised)
    assert readers.supported("UPPER.TXT")
    assert not readers.supported("a.exe")


@pytest.mark.parametrize("suffix", readers.SUFFIXES)
def test_empty_and_blank_files_are_refused(suffix: str) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        readers.read(f"a{suffix}", b"")
    with pytest.raises(UnreadableFile):
        readers.read(f"a{suffix}", b" \n\t\n")


@pytest.mark.parametrize("suffix", readers.SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\x7fELF\x02\x01\x01\0",
        b"SQLite format 3\0",
        b"\x1f\x8b\x08\0\0\0\0\0",
        bytes(range(256)) * 10,
    ],
)
def test_lying_names_are_found_out(suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        readers.read(f"folder/a{suffix}", data)
    assert error.value.source == f"folder/a{suffix}"
    assert len(error.value.reason) > 10


@pytest.mark.parametrize("suffix", TEXT)
def test_null_bytes_are_no_text(suffix: str) -> None:
    with pytest.raises(UnreadableFile):
        readers.read(f"a{suffix}", b"From: a@b.c\n\nwords with a \0 in them, and more words\n")


def test_unknown_suffixes_are_refused_with_advice() -> None:
    with pytest.raises(
        UnreadableFile, match=re.escape("no reader for .doc files; save it as .docx")
    ):
        readers.read("a.doc", b"words")


def test_parsers_are_loaded_only_when_needed() -> None:
    code = (
        "import sys; import rag.ingest.readers, rag.ingest.walk\n"
        "heavy = {'lxml', 'docx', 'pptx', 'openpyxl', 'pypdfium2', 'yaml', 'charset_normalizer',"
        " 'striprtf', 'persiantools'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
