"""CSV, TSV, JSON and JSON Lines: a row is an utterance of its own."""

from __future__ import annotations

import json

import pytest

from rag.errors import UnreadableFile
from rag.ingest import delimited, jsonl, readers
from rag.records import Role
from tests.unit.ingest.made_files import quotes


def test_csv_keeps_its_text_and_quoted_line_breaks() -> None:
    text = 'author,words,year\nAnn Lee,"He said ""no"",\nand left",2020\n\nBo,5" pipe,2021\n'
    found = delimited.read("a.csv", text.replace("\n", "\r\n").encode())[0]
    assert found.text == text
    assert quotes(found.text, found.blocks) == [
        "author,words,year",
        'Ann Lee,"He said ""no"",\nand left",2020',
        'Bo,5" pipe,2021',
    ]
    assert [block.speaker for block in found.blocks] == [None, "Ann Lee", "Bo"]
    assert found.blocks[0].role is Role.HEADING
    assert found.provenance.kind == "table"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_worked_out(delimiter: str) -> None:
    rows = [("speaker", "words"), ("علی", "x, y"), ("Bo", "a; b"), ("高飞", "c")]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    found = delimited.read("a.csv", text.encode())[0]
    assert [block.speaker for block in found.blocks] == [None, "علی", "Bo", "高飞"]


def test_an_open_quotation_mark_does_not_swallow_the_table() -> None:
    text = 'a,b\n"never closed,1\n' + "x,y\n" * 1000
    found = delimited.read("a.csv", text.encode())[0]
    assert len(found.blocks) == 1002
    assert "never closed" in found.problems[0]


def test_a_table_of_figures_has_no_header() -> None:
    found = delimited.read("a.csv", b"1,2\n3,4\n")[0]
    assert all(block.role is Role.UNKNOWN for block in found.blocks)


RECORDS = [
    {"title": "Bridge", "text": "It is\n\nclosed.", "author": {"name": "Ann Lee"}, "stars": 3},
    {"city": "Qom", "people": {"men": 600, "women": [300, 301]}, "note": None},
    {"text": "Nor I.", "author": "Bo Chi"},
]


def test_records_become_text_with_speakers() -> None:
    data = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()
    found = jsonl.read_lines("a.jsonl", data)[0]
    assert [(block.role, block.speaker, block.span.of(found.text)) for block in found.blocks] == [
        (Role.HEADING, None, "Bridge"),
        (Role.UNKNOWN, "Ann Lee", "It is\n\nclosed."),
        (Role.NOTE, None, "author.name: Ann Lee\nstars: 3"),
        (Role.UNKNOWN, None, "city: Qom\npeople.men: 600\npeople.women: 300\npeople.women: 301"),
        (Role.UNKNOWN, "Bo Chi", "Nor I."),
    ]
    assert jsonl.read_json("a.json", json.dumps(RECORDS).encode())[0].text == found.text
    wrapped = json.dumps({"records": RECORDS}, indent=2).encode()
    assert jsonl.read_json("a.json", wrapped)[0].text == found.text


def test_one_record_is_a_document() -> None:
    record = {
        "headline": "Bridge",
        "body": "Closed.",
        "author": ["Ann Lee"],
        "date": "2020-05-03T10:00Z",
    }
    provenance = readers.read("a.json", json.dumps(record).encode())[0].provenance
    assert (provenance.title, provenance.authors) == ("Bridge", ("Ann Lee",))
    assert provenance.published == "2020-05-03"


def test_bad_lines_are_reported_and_the_rest_is_read() -> None:
    found = jsonl.read_lines("a.jsonl", b'{"text": "a"}\n\nnonsense\n{"text": "b"}\n')[0]
    assert found.text == "a\n\nb"
    assert found.problems[0].startswith("line 3 is not JSON")


def test_json_lines_under_a_json_name_are_read() -> None:
    assert jsonl.read_json("a.json", b'{"text": "a"}\n{"text": "b"}\n')[0].text == "a\n\nb"


def test_halves_of_characters_are_left_out() -> None:
    found = jsonl.read_lines("a.jsonl", b'{"text": "\\ud83d\\ude00 whole, half \\ud83d."}')[0]
    assert found.text == "😀 whole, half ."


@pytest.mark.parametrize(
    "data", [b"nonsense", b"[" * 100_000, b'{"a":' * 100_000, b"{}\0", b"\xff\xfe\xff"]
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    for read in (jsonl.read_json, jsonl.read_lines):
        with pytest.raises(UnreadableFile):
            read("a.json", data)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_number_of_thousands_of_digits_is_kept_as_written(name: str) -> None:
    digits = "9" * 5000
    found = readers.read(name, f'{{"label": "Bridges", "count": {digits}}}'.encode())[0]
    assert f"count: {digits}" in found.text
