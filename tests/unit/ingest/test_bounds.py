"""Small files that would unfold without end are refused, and the bound is named."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from rag.errors import UnreadableFile
from rag.ingest import bounds, readers
from tests.unit.ingest.made_files import pdf_file, with_member

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)
WORDS = "Herons nest by the river. "


def workbook(rows: str) -> bytes:
    import openpyxl

    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return with_member(buffer.getvalue(), "xl/worksheets/sheet1.xml", SHEET.format(rows).encode())


def slideshow(times: int) -> bytes:
    """One slide, shown so many times."""
    import pptx

    made = pptx.Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Herons"
    buffer = io.BytesIO()
    made.save(buffer)
    name = "ppt/presentation.xml"
    markup = zipfile.ZipFile(buffer).read(name).decode()
    slide = re.search(r"<p:sldId [^>]*/>", markup)
    assert slide is not None
    shown = "".join(slide[0].replace('id="256"', f'id="{256 + n}"') for n in range(times))
    return with_member(buffer.getvalue(), name, markup.replace(slide[0], shown).encode())


def noted(times: int) -> bytes:
    """A document whose footnotes are named so many times."""
    import docx

    made = docx.Document()
    made.add_paragraph("Herons.")
    buffer = io.BytesIO()
    made.save(buffer)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    name = "word/_rels/document.xml.rels"
    rels = zipfile.ZipFile(buffer).read(name).decode()
    more = "".join(
        f'<Relationship Id="x{n}" Type="{kind}" Target="footnotes.xml"/>' for n in range(times)
    )
    note = "<w:footnote><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>"
    notes = f'<w:footnotes xmlns:w="{space}">{note}</w:footnotes>'
    package = with_member(buffer.getvalue(), name, rels.replace("</Rel", f"{more}</Rel").encode())
    return with_member(package, "word/footnotes.xml", notes.encode())


@pytest.mark.parametrize(
    ("name", "data", "bound"),
    [
        ("a.csv", b"a\n" * (bounds.MOST_LINES + 1), "2,000,000 lines"),
        ("a.txt", b"a\r" * (bounds.MOST_LINES + 1), "2,000,000 lines"),
        (
            "a.mbox",
            b"From a 1:00:00\n\n" * (bounds.MOST_MESSAGES + 1) + b"x",
            "100,000 messages",
        ),
        ("a.xlsx", workbook('<row r="99999999999"><c><v>1</v></c></row>'), "1,050,000 paragraphs"),
    ],
    ids=["lines", "old line breaks", "messages", "a row far down"],
)
def test_a_bound_is_named_with_the_way_out(name: str, data: bytes, bound: str) -> None:
    with pytest.raises(UnreadableFile, match=f"holds more than {bound}.*split it") as refused:
        readers.read(name, data)
    assert refused.value.source == name


@pytest.mark.parametrize(
    ("name", "piece"),
    [("a.jsonl", "[1]\n"), ("a.html", "<p>a"), ("a.csv", "a,b\n"), ("a.txt", "Herons.\n\n")],
)
def test_pieces_are_counted(name: str, piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_BLOCKS", 500)
    with pytest.raises(UnreadableFile, match="more than 500 paragraphs or rows"):
        readers.read(name, (piece * 600).encode())


def test_one_long_text_in_every_cell_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CHARS", 10_000)
    row = f'<row><c t="inlineStr"><is><t>{WORDS}</t></is></c></row>'
    with pytest.raises(UnreadableFile, match="more than 10,000 characters"):
        readers.read("a.xlsx", workbook(row * 500))


def test_cells_before_a_far_one_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 50_000)
    with pytest.raises(UnreadableFile, match="more than 50,000 cells"):
        readers.read("a.xlsx", workbook('<row><c r="XFD1"><v>1</v></c></row>' * 5))


def test_pages_of_a_pdf_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_file([[(50, 50, WORDS)]] * 20)
    monkeypatch.setattr(bounds, "MOST_CHARS", 10 * len(WORDS))
    with pytest.raises(UnreadableFile, match="characters"):
        readers.read("a.pdf", data)


def test_a_page_of_too_many_characters_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_PAGE_CHARS", 10)
    with pytest.raises(UnreadableFile, match="10 characters on one page"):
        readers.read("a.pdf", pdf_file([[(50, 50, WORDS)]]))


@pytest.mark.parametrize(("name", "make"), [("a.pptx", slideshow), ("a.docx", noted)])
def test_a_part_named_again_and_again_is_read_once(name: str, make: object) -> None:
    assert callable(make)
    assert readers.read(name, make(300))[0].text == readers.read(name, make(1))[0].text


def test_markup_is_bounded_whatever_its_parts_are_called() -> None:
    buffer = io.BytesIO(workbook(""))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("media/picture.png", b"\xef\xbb\xbf \n<a/>")
        package.infolist()[-1].file_size = 200_000_000
    with pytest.raises(UnreadableFile, match="its markup inflates to 200 MB; the limit is 150"):
        readers.read("a.xlsx", buffer.getvalue())


def test_parts_packed_in_a_way_the_format_does_not_know_are_refused() -> None:
    buffer = io.BytesIO(workbook(""))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_BZIP2) as package:
        package.writestr("media/bomb.bin", b"\0" * 1000)
    with pytest.raises(UnreadableFile, match="packed in a way"):
        readers.read("a.xlsx", buffer.getvalue())
