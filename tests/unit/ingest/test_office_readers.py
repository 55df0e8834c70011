"""Word, PowerPoint and Excel files, and what hostile ones try."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from rag.errors import UnreadableFile
from rag.ingest import readers, sheets, slides, word
from rag.ingest.read import Read
from rag.records import Role
from tests.unit.ingest.made_files import quotes, with_member, zip_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_file(build: object = None) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = "Bridges"
    document.core_properties.author = "Ann Lee"
    document.core_properties.language = "en-GB"
    document.add_heading("Bridges of the valley", 0)
    document.add_heading("Old ones", 1)
    document.add_paragraph("The stone bridge is closed.")
    document.add_paragraph("A bridge in winter", style="Caption")
    document.add_paragraph("We shall cross it.", style="Quote")
    table = document.add_table(2, 2)
    for index, cell in enumerate(("City", "People", "Qom", "1200")):
        table.cell(index // 2, index % 2).text = cell
    last = document.add_paragraph("The end.")
    document.add_comment(last.runs, text="Is it?", author="Bo Chi")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def roles(read: Read) -> list[tuple[Role, str]]:
    return [(block.role, block.span.of(read.text)) for block in read.blocks]


def test_word_styles_tables_and_comments() -> None:
    found = word.read("a.docx", docx_file())[0]
    assert roles(found) == [
        (Role.HEADING, "Bridges of the valley"),
        (Role.HEADING, "Old ones"),
        (Role.UNKNOWN, "The stone bridge is closed."),
        (Role.CAPTION, "A bridge in winter"),
        (Role.QUOTATION, "We shall cross it."),
        (Role.UNKNOWN, "City\tPeople"),
        (Role.UNKNOWN, "Qom\t1200"),
        (Role.UNKNOWN, "The end."),
        (Role.COMMENT, "Is it?"),
    ]
    assert found.blocks[-1].speaker == "Bo Chi"
    assert (found.provenance.title, found.provenance.authors) == ("Bridges", ("Ann Lee",))
    assert found.provenance.languages == ("en",)


def test_word_text_is_what_a_reader_sees() -> None:
    body = f"""<w:document xmlns:w="{W}"><w:body>
    <w:p><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>
    <w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:tab/><w:t>tab</w:t><w:br/>
    <w:t>line</w:t><w:instrText>PAGE</w:instrText></w:r></w:p>
    <w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>
    <w:p><w:r><w:t>outside</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>
    </w:txbxContent></w:pict></w:r></w:p></w:body></w:document>"""
    data = with_member(docx_file(), "word/document.xml", body.encode())
    found = word.read("a.docx", data)[0]
    assert quotes(found.text, found.blocks)[:4] == [
        "kept inserted\ttab\nline",
        "in a control",
        "outside",
        "in a box",
    ]


def test_word_footnotes_are_notes() -> None:
    data = docx_file()
    relations = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.read(relations).decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    listed = listed.replace(
        "</Relationships>",
        f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>',
    )
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = types.replace(
        "</Types>",
        f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>',
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>See the map.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    for name, part in (
        (relations, listed),
        ("[Content_Types].xml", types),
        ("word/footnotes.xml", notes),
    ):
        data = with_member(data, name, part.encode())
    assert (Role.NOTE, "See the map.") in roles(word.read("a.docx", data)[0])


def pptx_file() -> bytes:
    import pptx
    from pptx.util import Inches

    presentation = pptx.Presentation()
    presentation.core_properties.title = "PowerPoint Presentation"
    for number in (1, 2):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        slide.placeholders[1].text = "first point\nsecond point"
        slide.notes_slide.notes_text_frame.text = "say it slowly"
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Qom", "1200"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "in a group"
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def test_slides_are_pages_with_titles_and_notes() -> None:
    found = slides.read("a.pptx", pptx_file())[0]
    assert [
        (block.page, *told) for block, told in zip(found.blocks, roles(found), strict=True)
    ] == [
        (1, Role.HEADING, "Slide 1"),
        (1, Role.UNKNOWN, "first point"),
        (1, Role.UNKNOWN, "second point"),
        (1, Role.NOTE, "say it slowly"),
        (2, Role.HEADING, "Slide 2"),
        (2, Role.UNKNOWN, "first point"),
        (2, Role.UNKNOWN, "second point"),
        (2, Role.UNKNOWN, "Qom\t1200"),
        (2, Role.UNKNOWN, "in a group"),
        (2, Role.NOTE, "say it slowly"),
    ]
    assert readers.read("a.pptx", pptx_file())[0].provenance.title == "Slide 1"


def xlsx_file(*rows: tuple[object, ...], percent: str | None = None) -> bytes:
    import openpyxl

    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if percent:
        workbook.active[percent].number_format = "0%"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_rows_are_named_by_their_header() -> None:
    data = xlsx_file(
        ("Towns on the river",),
        ("City", "Author", "Share", "Since"),
        ("Qom", "Ann Lee", 0.34, datetime.date(2020, 5, 3)),
        ("قم", None, 1.5, datetime.datetime(2020, 5, 3, 10, 30)),
        (None, None, True, 9_000_000),
        percent="C3",
    )
    found = sheets.read("a.xlsx", data)[0]
    assert (
        roles(found)
        == [
            (Role.HEADING, "Sheet"),
            (Role.HEADING, "Towns on the river"),
            (Role.HEADING, "City\tAuthor\tShare\tSince"),
            (Role.UNKNOWN, "City: Qom; Author: Ann Lee; Share: 34%; Since: 2020-05-03"),
            (Role.UNKNOWN, "City: قم; Share: 1.5; Since: 2020-05-03 10:30:00"),
            (Role.UNKNOWN, "Share: TRUE; Since: 9000000"),
        ][1:]
    )
    assert found.blocks[2].speaker == "Ann Lee"
    assert found.provenance.kind == "table"


def test_rows_without_a_header_are_parted_by_tabs() -> None:
    found = sheets.read("a.xlsx", xlsx_file((1, 2), (3, None), ("x", 4)))[0]
    assert quotes(found.text, found.blocks) == ["1\t2", "3", "x\t4"]


MAKERS = {"a.docx": docx_file, "a.pptx": pptx_file, "a.xlsx": lambda: xlsx_file((1, 2))}
PARTS = {
    "a.docx": "word/document.xml",
    "a.pptx": "ppt/slides/slide1.xml",
    "a.xlsx": "xl/worksheets/sheet1.xml",
}


@pytest.mark.parametrize("name", MAKERS)
def test_entities_are_refused(name: str) -> None:
    attack = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    for encoding in ("utf-8", "utf-16"):
        data = with_member(MAKERS[name](), PARTS[name], attack.decode().encode(encoding))
        with pytest.raises(UnreadableFile, match="declares XML entities"):
            readers.read(name, data)


@pytest.mark.parametrize("name", MAKERS)
def test_entities_behind_a_long_comment_are_not_resolved(name: str) -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    attack = (
        f'<!--{" " * 9000}--><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}'
        '<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;&l9;</x>'
    )
    data = with_member(MAKERS[name](), PARTS[name], attack.encode())
    try:
        text = readers.read(name, data)[0].text
    except UnreadableFile:
        return
    assert "root:" not in text
    assert len(text) < 10_000


@pytest.mark.parametrize("name", MAKERS)
def test_bombs_are_refused_before_they_go_off(name: str) -> None:
    buffer = io.BytesIO(MAKERS[name]())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("media/bomb.bin", b"\0" * 1000)
        package.infolist()[-1].file_size = 450_000_000
    with pytest.raises(UnreadableFile, match="inflates to"):
        readers.read(name, buffer.getvalue())


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (zip_file({"a.txt": "no package"}), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an encrypted package", "encrypted"),
        (b"%PDF-1.4", "the content is a PDF"),
        (b"plain words", "the content is something else"),
    ],
)
def test_what_is_no_package_is_named(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        readers.read(name, data)
