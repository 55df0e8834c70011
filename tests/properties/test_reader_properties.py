"""Whatever a file holds, a reader gives sound blocks of a sound text, or refuses it in words."""

from __future__ import annotations

import html as markup
import io
import json
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rag.errors import UnreadableFile
from rag.ingest import decode, delimited, html, jsonl, markdown, plain, readers, word
from rag.ingest.pdf import boxes
from rag.ingest.pdf import read as read_pdf
from rag.ingest.pdf.characters import Character
from rag.ingest.pdf.direction import logical
from rag.ingest.read import Read
from rag.records import Span
from rag.text.normalise import canonical
from tests.unit.ingest.made_files import lines, pdf_file

SENTENCES = (
    "Мост через реку откроют весной, если погода не помешает строителям.",
    "По словам инженера, старая дорога останется открытой до конца года.",
    "قالت البلدية إن الجسر سيفتح في الربيع إذا سمح الطقس للعمال.",
    "市政府表示，如果天气允许工人按时完工，这座大桥将在春天开放。",
    "The bridge will open in spring, the mayor said — if the weather holds.",
    "पुल वसंत में खुलेगा। สะพานจะเปิด 🌉👩‍👩‍👧 e\u0301",
)
SCRIPTS = st.sampled_from(
    "abc XYZ.,!?\n\n\t |#>-*\"';:()[]中文字。，абвЁأبتنہ‌ی२३हिंดี😀e\u0301\u200f\u3000\x0c"
)
MESSY = st.one_of(
    st.text(SCRIPTS, max_size=300),
    st.text(max_size=200),
    st.lists(st.sampled_from((*SENTENCES, "", "- item", "# heading", "|a|b|", "---", "> x"))).map(
        "\n".join
    ),
)

LASTING = settings(deadline=None)


def check(read: Read) -> None:
    """Blocks are disjoint, in order, inside the text, and begin and end with words."""
    end = 0
    for block in read.blocks:
        assert end <= block.span.start < block.span.end <= len(read.text)
        words = block.span.of(read.text)
        assert words == words.strip()
        end = block.span.end
    assert "\r" not in read.text
    read.text.encode("utf-8")


def encodable(text: str) -> str:
    assume(
        not any(
            unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r\x0c" for char in text
        )
    )
    assume(text.strip())
    return text


@LASTING
@given(MESSY)
@example("---\ntitle: x\n---\n")
@example("\ufeff\n x \n")
def test_text_formats_keep_every_character(text: str) -> None:
    data = encodable(text).encode("utf-8")
    for reader in (plain.read, markdown.read, delimited.read):
        try:
            (read,) = reader("a.txt", data)
        except UnreadableFile:
            continue
        assert read.text == canonical(text.removeprefix("\ufeff"))
        check(read)


@LASTING
@given(MESSY)
def test_plain_blocks_leave_out_white_space_alone(text: str) -> None:
    (read,) = plain.read("a.txt", encodable(text).encode("utf-8"))
    covered = set()
    for block in read.blocks:
        covered.update(range(block.span.start, block.span.end))
    left_out = "".join(char for at, char in enumerate(read.text) if at not in covered)
    assert not left_out.strip()


@LASTING
@given(
    st.lists(
        st.lists(st.text(SCRIPTS, max_size=12), min_size=2, max_size=3), min_size=1, max_size=6
    )
)
def test_a_csv_row_is_one_block_whatever_its_cells_hold(rows: list[list[str]]) -> None:
    import csv

    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    text = encodable(buffer.getvalue())
    (read,) = delimited.read("a.csv", text.encode("utf-8"))
    check(read)
    assert len(read.blocks) == len(rows)


@LASTING
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_json_text_is_quoted_as_it_is(words: list[str]) -> None:
    records = [{"text": one, "n": number} for number, one in enumerate(words)]
    data = "\n".join(json.dumps(record) for record in records).encode()
    (read,) = jsonl.read_lines("a.jsonl", data)
    check(read)
    for one in words:
        whole = "".join(char for char in one if not "\ud800" <= char <= "\udfff")
        assert canonical(whole).strip() in read.text


@LASTING
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_html_gives_the_words_of_its_paragraphs(words: list[str]) -> None:
    page = "".join(f"<p>{markup.escape(one)}</p>" for one in words)
    encodable(page)
    (read,) = html.read("a.html", page.encode("utf-8"))
    check(read)
    shown = [" ".join(part for part in one.replace("\x0c", " ").split(" ")) for one in words]
    for one in shown:
        for part in one.split():
            assert part in read.text


@LASTING
@given(st.binary(max_size=400), st.sampled_from(sorted(readers.SUFFIXES)))
@example(b"\xff\xfe\x00\xd8", ".txt")
@example(b"{\\rtf1\\u-99999?}", ".rtf")
@example(b"From x 10:00\n\n", ".mbox")
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    try:
        found = readers.read(f"a{suffix}", data)
    except UnreadableFile:
        return
    assert all(read.source.startswith(f"a{suffix}") for read in found)
    for read in found:
        check(read)
        assert read.blocks


@LASTING
@given(
    st.lists(st.sampled_from(SENTENCES[:4]), min_size=2, max_size=6).map(" ".join),
    st.sampled_from(["cp1251", "koi8-r", "cp866", "cp1256", "gb18030", "utf-16-le", "utf-16-be"]),
)
def test_a_guessed_encoding_is_the_right_one(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    try:
        assert decode.decode("a.txt", data) == text
    except UnreadableFile:
        assume(False)


@settings(LASTING, max_examples=20)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
def test_word_paragraphs_are_blocks(words: list[str]) -> None:
    import docx

    document = docx.Document()
    for one in words:
        document.add_paragraph(one)
    buffer = io.BytesIO()
    document.save(buffer)
    (read,) = word.read("a.docx", buffer.getvalue())
    check(read)
    assert [block.span.of(read.text) for block in read.blocks] == words


@pytest.fixture(scope="module")
def printed() -> tuple[bytes, Read]:
    rows = [f"Line {number} of the page speaks of the river and its towns" for number in range(30)]
    data = pdf_file([lines(rows), lines(rows[:9], 90, 200)])
    return data, read_pdf("a.pdf", data)[0]


@settings(LASTING, max_examples=40)
@given(st.data())
def test_any_span_of_a_pdf_has_a_box_for_each_line(
    printed: tuple[bytes, Read], data: st.DataObject
) -> None:
    file, read = printed
    start = data.draw(st.integers(0, len(read.text) - 2))
    end = data.draw(st.integers(start + 1, min(len(read.text), start + 300)))
    touched = [part for part in read.text[start:end].split("\n") if part]
    found = boxes(file, [Span(start, end)], read.blocks)
    assert len(found) == len(touched)
    assert all(box.left < box.right and box.top < box.bottom for box in found)


@LASTING
@given(
    st.lists(st.text("ابتثجحخدرسعفقكلمنهوي", min_size=1, max_size=6), min_size=1, max_size=6),
    st.booleans(),
)
def test_right_to_left_lines_are_read_as_written(words: list[str], backwards: bool) -> None:
    line = " ".join(words)
    drawn = [
        Character(char, 10.0 * place, 0.0, 10.0 * place + 10, 10.0, 10.0)
        for place, char in enumerate(reversed(line))
    ]
    given_order = drawn if backwards else drawn[::-1]
    assert "".join(char.text for char in logical(given_order)) == line
