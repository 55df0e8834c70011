"""Small files of every format, made by the libraries people make them with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.records import Block

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf"/></rootfiles></container>"""


def quotes(text: str, blocks: Sequence[Block]) -> list[str]:
    """The words of each block."""
    return [block.span.of(text) for block in blocks]


def zip_file(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_member(package: bytes, name: str, content: bytes) -> bytes:
    """A zip package with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    return zip_file({**members, name: content})


def encrypted_zip(members: Mapping[str, str]) -> bytes:
    """An archive whose table of contents says that its members need a password."""
    data = bytearray(zip_file(members))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def pdf_file(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    *,
    font: str = "Helvetica",
    size: float = 11,
    password: str | None = None,
    title: str = "",
    author: str = "",
    rotation: int = 0,
) -> bytes:
    """A PDF of A4 pages; each piece of text is drawn so far from the left and from the top."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=A4, encrypt=password)
    drawing.setTitle(title)
    drawing.setAuthor(author)
    for page in pages:
        drawing.setFont(font, size)
        drawing.setPageRotation(rotation)
        for left, top, words in page:
            drawing.drawString(left, A4[1] - top, words)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def lines(
    words: Sequence[str], left: float = 72, top: float = 100
) -> list[tuple[float, float, str]]:
    """Lines of text below one another, for `pdf_file`."""
    return [(left, top + 14 * index, line) for index, line in enumerate(words)]


def epub_file(chapters: Mapping[str, str], metadata: str = "") -> bytes:
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    pages = {f"OPS/{name}": markup for name, markup in chapters.items()}
    return zip_file(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": book,
            **pages,
        }
    )
