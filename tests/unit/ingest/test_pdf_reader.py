"""PDF text comes in reading order, with pages, headings and running heads told apart."""

from __future__ import annotations

import random

import pytest

from rag.errors import InputError, UnreadableFile
from rag.ingest import pdf, readers
from rag.ingest.pdf import characters
from rag.ingest.pdf.direction import logical
from rag.records import Role, Span
from tests.unit.ingest.made_files import DEJAVU, lines, pdf_file, quotes

PROSE = (
    "The river rose again during the night, and in the towns along",
    "its banks people carried their belongings to the upper floors",
    "while volunteers filled bags with sand and officials discus-",
    "sed whether the old bridge should be closed to traffic.",
)
COLUMN = (
    "The left column speaks of the",
    "river and of its many towns,",
    "which wait behind the dams in",
    "the hope that the rain ends,",
    "as it did in other years too.",
)
OTHER = (
    "The right column is about the",
    "bridges, old and new ones, and",
    "about those who keep them and",
    "paint them every third summer",
    "when the water is low enough.",
)


def test_lines_of_a_paragraph_keep_their_breaks_and_hyphens() -> None:
    found = pdf.read("a.pdf", pdf_file([lines(PROSE)]))[0]
    assert found.text == "\n".join(PROSE)
    assert [block.page for block in found.blocks] == [1]


def test_columns_are_read_one_after_the_other() -> None:
    title = [(72.0, 60.0, "A title that spans both of the columns of this page, left and right")]
    page = [*title, *lines(COLUMN, 72), *lines(OTHER, 320)]
    random.Random(3).shuffle(page)
    found = pdf.read("a.pdf", pdf_file([page]))[0]
    assert quotes(found.text, found.blocks) == [title[0][2], "\n".join(COLUMN), "\n".join(OTHER)]


def test_a_table_is_read_row_by_row() -> None:
    rows = [("City", "People", "Since"), ("Qom", "1200", "1921"), ("Ray", "800", "1934")] * 3
    page = [
        (72.0 + 150 * column, 100.0 + 14 * row, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    found = pdf.read("a.pdf", pdf_file([page]))[0]
    assert found.text.split("\n") == ["\t".join(cells) for cells in rows]
    assert len(found.blocks) == len(rows)


def test_a_gap_an_indent_or_a_short_line_begins_a_paragraph() -> None:
    second = [(90.0, 100.0 + 14 * 4, PROSE[0]), *lines(PROSE[1:], top=100 + 14 * 5)]
    third = lines(PROSE, top=100 + 14 * 8 + 20)
    found = pdf.read("a.pdf", pdf_file([[*lines(PROSE), *second, *third]]))[0]
    assert len(found.blocks) == 3


def test_running_heads_and_page_numbers_are_boilerplate() -> None:
    pages = [
        [
            (72.0, 40.0, f"Journal of Rivers {year}"),
            *lines([line.replace("river", word) for line in PROSE]),
            (290.0, 800.0, f"- {number} -"),
        ]
        for number, (year, word) in enumerate([(2019, "lake"), (2020, "sea"), (2021, "pond")], 7)
    ]
    found = pdf.read("a.pdf", pdf_file(pages))[0]
    marked = [block.span.of(found.text) for block in found.blocks if block.role is Role.BOILERPLATE]
    assert marked == [
        words for year, number in ((2019, 7), (2020, 8), (2021, 9))
        for words in (f"Journal of Rivers {year}", f"- {number} -")
    ]  # fmt: skip
    assert [block.page for block in found.blocks] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_large_and_bold_lines_are_headings() -> None:
    found = pdf.read("a.pdf", pdf_file([lines(["Bridges"])], size=11))[0]
    assert found.blocks[0].role is Role.UNKNOWN
    bold = pdf.read("a.pdf", pdf_file([lines(["Bridges of the valley"])], font="Helvetica-Bold"))
    assert bold[0].blocks[0].role is Role.HEADING


@pytest.mark.skipif(not DEJAVU.exists(), reason="the DejaVu fonts are not installed")
def test_cyrillic_and_right_to_left_words() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    arabic = "كتب سنة 1998 عن النهر"
    drawn = "رهنلا نع 1998 ةنس بتك"
    page = [(72.0, 100.0, "Договор продлён до 5 февраля"), (72.0, 200.0, drawn)]
    found = pdf.read("a.pdf", pdf_file([page], font="DejaVu"))[0]
    assert found.text == f"Договор продлён до 5 февраля\n\n{arabic}"


def drawn(words: str, left: float = 0) -> list[characters.Character]:
    """Characters side by side from the left, as a page shows them."""
    return [
        characters.Character(char, left + 10 * place, 0, left + 10 * place + 10, 10, 10)
        for place, char in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("ملق", "قلم"),
        (".2014 ماع", "عام 2014."),
        ("(رهن) رسج", "جسر (نهر)"),
        ("New START ىلع عيقوتلا", "التوقيع على New START"),
        ("3.5 نم", "من 3.5"),
    ],
)
def test_what_a_page_shows_from_the_left_is_read_from_the_right(shown: str, read: str) -> None:
    visible = [char for char in drawn(shown) if char.text != " "]
    for order in (visible, visible[::-1]):
        text = "".join(char.text for char in logical(order))
        assert text == read


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_stand_where_the_words_are(rotation: int) -> None:
    data = pdf_file([lines(PROSE), lines(PROSE, 100, 300)], rotation=rotation)
    found = pdf.read("a.pdf", data)[0]
    start = found.text.rindex("upper floors")
    (box,) = pdf.boxes(data, [Span(start, start + 12)], found.blocks)
    assert (box.page, box.right > box.left, box.bottom > box.top) == (2, True, True)
    dark = _darkness(data, box.page, box.left, box.top, box.right, box.bottom)
    assert dark > 0.05, "the words are drawn inside the box"
    if rotation in (0, 180):
        assert _darkness(data, 2, box.left, box.top - 100, box.right, box.bottom - 100) == 0


def _darkness(
    data: bytes, page: int, left: float, top: float, right: float, bottom: float
) -> float:
    """The share of dark pixels in a rectangle of a rendered page."""
    import io

    from PIL import Image

    picture = Image.open(io.BytesIO(pdf.render(data, page, scale=2))).convert("L")
    part = picture.crop((round(left * 2), round(top * 2), round(right * 2), round(bottom * 2)))
    pixels = list(part.tobytes())
    return sum(pixel < 128 for pixel in pixels) / max(1, len(pixels))


def test_a_span_over_two_lines_has_two_boxes() -> None:
    data = pdf_file([lines(PROSE)])
    found = pdf.read("a.pdf", data)[0]
    start = found.text.index("discus-")
    boxes = pdf.boxes(data, [Span(start, start + len("discus-\nsed"))], found.blocks)
    assert [round(box.left) for box in boxes][1] == 72
    assert boxes[0].bottom <= boxes[1].top + 3
    assert boxes == pdf.boxes(data, [Span(start, start + len("discus-\nsed"))])


def test_boxes_do_not_depend_on_how_the_text_was_cut_into_blocks() -> None:
    from rag.records import Block

    data = pdf_file([lines(PROSE)])
    found = pdf.read("a.pdf", data)[0]
    cut = []
    start = 0
    for line in PROSE:
        cut.append(Block(Span(start, start + len(line)), page=1))
        start += len(line) + 1
    wanted = [Span(5, 20)]
    assert pdf.boxes(data, wanted, cut) == pdf.boxes(data, wanted, found.blocks)


def test_pages_are_drawn_as_pictures() -> None:
    data = pdf_file([lines(PROSE)])
    assert pdf.render(data, 1).startswith(b"\x89PNG\r\n\x1a\n")
    for page, scale in ((0, 1.0), (2, 1.0), (1, 0.0), (1, 1e6)):
        with pytest.raises(InputError):
            pdf.render(data, page, scale)


def test_properties_are_used_unless_they_are_left_overs() -> None:
    told = pdf_file([lines(PROSE)], title="Bridges of the valley", author="Ann Lee; Bo Chi")
    provenance = readers.read("a.pdf", told)[0].provenance
    assert (provenance.title, provenance.authors) == (
        "Bridges of the valley",
        ("Ann Lee", "Bo Chi"),
    )
    empty = pdf_file([lines(PROSE)], title="Microsoft Word - draft.doc", author="Administrator")
    provenance = readers.read("a.pdf", empty)[0].provenance
    assert (provenance.title, provenance.authors) == (None, ())


def test_scans_are_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match=r"no text layer \(scanned images\?\)"):
        pdf.read("a.pdf", pdf_file([[], []]))
    found = pdf.read("a.pdf", pdf_file([lines(PROSE), [], lines(PROSE)]))[0]
    assert found.problems == ("no text layer (scanned or blank): page 2",)


def test_a_pdf_with_a_password_is_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="encrypted"):
        pdf.read("a.pdf", pdf_file([lines(PROSE)], password="secret"))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\0" * 5000])
def test_broken_pdfs_are_named_as_such(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        pdf.read("a.pdf", data)


def test_a_cut_off_pdf_is_read_or_refused() -> None:
    data = pdf_file([lines(PROSE)] * 5)
    for end in range(100, len(data), 997):
        try:
            found = pdf.read("a.pdf", data[:end])
        except UnreadableFile:
            continue
        assert found[0].text
