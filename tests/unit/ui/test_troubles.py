"""What went wrong is told in the reader's language, with the English detail beneath."""

import io
import zipfile

import pytest

from rag.errors import (
    InputError,
    LibraryDamaged,
    LibraryError,
    LibraryLocked,
    LibraryTooNew,
    ModelUnavailable,
    NotInLibrary,
    UnreadableFile,
    UsageError,
)
from rag.ingest import readers, walk
from ui import troubles
from ui.languages import INTERFACE, words

FA = words("fa")


def encrypted_zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    data = bytearray(packed.getvalue())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("picture.png", b"\x89PNG", FA.no_reader),
        ("nothing", b"words", FA.no_reader),
        ("empty.txt", b"", FA.empty_file),
        ("blank.md", b"  \n\n ", FA.empty_file),
        ("page.pdf", b"<html><body>A page, not a PDF</body></html>", FA.not_as_named),
        ("torn.pdf", b"%PDF-1.7 torn", FA.damaged_file),
        ("torn.docx", b"PK\x03\x04torn", FA.damaged_file),
        ("locked.docx", encrypted_zip(), FA.locked_file),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FA.locked_file),
        ("letters.txt", bytes(range(128, 256)), FA.unsure_letters),
        ("deep.json", b"[" * 100_000, FA.damaged_file),
        ("lines.txt", b"a\n\n" * 2_000_000, FA.too_large),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_kind(name, data, said):
    with pytest.raises(UnreadableFile) as caught:
        readers.read(name, data)
    assert troubles.headline(caught.value, FA) == said
    html = troubles.why(caught.value.reason, FA)
    assert html.startswith(f"<span>{said}</span>")
    assert 'lang="en" dir="ltr"' in html


def test_what_is_passed_over_is_told_by_its_kind(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "large.txt").write_text("words " * 100)
    (folder / "out.txt").symlink_to(tmp_path / "elsewhere.txt")
    found = {each.source: each for each in walk.inputs([folder], walk.Limits(file_bytes=100))}
    large = troubles.why(found["large.txt"].reason, FA)
    assert FA.too_large in large
    assert FA.out_of_reach in troubles.why(found["out.txt"].reason, FA)


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (LibraryLocked("another process is writing"), "library_busy"),
        (LibraryDamaged("library.sqlite3 is damaged"), "library_damaged"),
        (LibraryTooNew("has version 99"), "library_unusable"),
        (LibraryError("the disk that holds x is full: make room"), "disk_full"),
        (ModelUnavailable("no answer in time"), "model_unavailable"),
        (NotInLibrary("no turn 'x'"), "gone"),
        (KeyError("turn"), "gone"),
        (InputError("2 of the paths given do not exist:", ["/a", "/b"]), "no_such_path"),
        (InputError("q.jsonl: 1 bad line(s)", ["line 3: no question"]), "not_usable"),
        (UsageError("'x' cannot be chosen"), "not_usable"),
    ],
)
@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_an_error_is_told_in_every_language_with_its_detail_beneath(error, field, language):
    html = troubles.notice(error, words(language))
    headline, _, detail = html.partition('<p class="detail"')
    assert getattr(words(language), field) in headline
    assert all(part in detail for part in getattr(error, "problems", ()))
    assert 'role="alert"' in headline


def test_a_detail_is_text_whatever_it_holds():
    html = troubles.notice(UsageError("<img src=x onerror=y>"), FA)
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_reason_of_no_known_kind_is_shown_as_it_is():
    html = troubles.why("a link to other.txt, which is read itself", FA)
    assert html.startswith('<span class="detail"')
