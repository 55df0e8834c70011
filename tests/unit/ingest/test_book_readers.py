"""EPUB and RTF."""

from __future__ import annotations

import io
import zipfile

import pytest

from rag.errors import UnreadableFile
from rag.ingest import epub, readers, rtf
from rag.records import Provenance, Role
from tests.unit.ingest.made_files import epub_file, quotes, with_member

CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>no</title></head><body><h1>{0}</h1><p>Words of {0}.</p>"
    '<aside epub:type="footnote">A note.</aside></body></html>'
)
METADATA = (
    "<dc:title>Bridges</dc:title><dc:creator>Lee, Ann</dc:creator><dc:creator>Bo Chi</dc:creator>"
    "<dc:publisher>Valley Press</dc:publisher><dc:date>2020-05</dc:date>"
    "<dc:language>zh-Hans</dc:language>"
)


def test_chapters_come_in_the_order_of_the_spine() -> None:
    chapters = {"z.xhtml": CHAPTER.format("One"), "a%20b.xhtml": CHAPTER.format("Two")}
    data = epub_file(chapters, METADATA)
    data = with_member(data, "OPS/a b.xhtml", chapters["a%20b.xhtml"].encode())
    found = epub.read("a.epub", data)[0]
    assert quotes(found.text, found.blocks) == [
        "One",
        "Words of One.",
        "A note.",
        "Two",
        "Words of Two.",
        "A note.",
    ]
    assert [block.role for block in found.blocks[:3]] == [Role.HEADING, Role.UNKNOWN, Role.NOTE]
    assert found.provenance == Provenance(
        title="Bridges",
        publisher="Valley Press",
        authors=("Ann Lee", "Bo Chi"),
        published="2020-05",
        languages=("zh",),
        kind="book",
    )


def test_a_missing_chapter_is_reported() -> None:
    data = epub_file({"a.xhtml": CHAPTER.format("One"), "b.xhtml": CHAPTER.format("Two")})
    data = data.replace(b"OPS/b.xhtml", b"OPS/c.xhtml")
    found = epub.read("a.epub", data)[0]
    assert found.problems == ("the chapter OPS/b.xhtml is missing",)


def test_a_locked_book_is_named_as_such() -> None:
    locked = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><e:EncryptedData'
        ' xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:CipherData>'
        '<e:CipherReference URI="OPS/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    data = epub_file({"a.xhtml": CHAPTER.format("One")})
    with pytest.raises(UnreadableFile, match="copy protection"):
        epub.read("a.epub", with_member(data, "META-INF/encryption.xml", locked.encode()))


@pytest.mark.parametrize("name", ["META-INF/container.xml", "OPS/book.opf", "OPS/a.xhtml"])
def test_entities_are_not_resolved(name: str) -> None:
    attack = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    data = with_member(epub_file({"a.xhtml": CHAPTER.format("One")}), name, attack)
    try:
        text = readers.read("a.epub", data)[0].text
    except UnreadableFile:
        return
    assert "root:" not in text


def test_chapters_outside_the_book_are_not_read() -> None:
    data = epub_file({"../../../../etc/passwd": CHAPTER.format("One")})
    found = epub.read("a.epub", data)[0]
    assert "root:" not in found.text


RTF = (
    rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}"
    rb"{\info{\title \'cc\'ee\'f1\'f2}{\author Ann Lee}}\f0 \'cc\'ee\'f1\'f2 \u1079?\par Next.\par}"
)


def test_rtf_paragraphs_and_properties() -> None:
    found = rtf.read("a.rtf", RTF)[0]
    assert quotes(found.text, found.blocks) == ["Мост з", "Next."]
    assert (found.provenance.title, found.provenance.authors) == ("Мост", ("Ann Lee",))


@pytest.mark.parametrize("data", [b"plain", b"{\\rtf", b"{\\rtf1 " + b"{" * 100_000])
def test_broken_rtf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        readers.read("a.rtf", data)


def test_a_chapter_named_again_and_again_is_read_once() -> None:
    data = epub_file({"a.xhtml": CHAPTER.format("One")})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".opf"))
        book = archive.read(name)
    start, end = book.index(b"<itemref"), book.index(b"</spine>")
    data = with_member(data, name, book[:start] + book[start:end] * 1000 + book[end:])
    once = epub.read("a.epub", epub_file({"a.xhtml": CHAPTER.format("One")}))[0]
    assert epub.read("a.epub", data)[0].text == once.text
