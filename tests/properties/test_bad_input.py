"""Whatever comes in is taken or refused in words: no crash, no hang, no more than it may cost.

The fifth area, bodies of the API, is in tests/server/test_any_body.py.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import example
from hypothesis import strategies as st

from rag.answer.citations import CitationParser, parse
from rag.errors import InputError, SettingsError, UnreadableFile, UsageError
from rag.evals import dataset
from rag.ingest import readers
from rag.ingest.read import Read
from rag.settings import Settings, load
from tests.properties.cases import CASES, hold
from tests.unit.ingest.made_files import epub_file, lines, pdf_file

WORDS = "The bridge, мост, پل‌ها, الجسر and 大桥 opened in 1932 \u202e\u2066😀e\u0301\n"


@cache
def sound(suffix: str) -> bytes:
    """A small file that its reader reads."""
    made = {
        ".pdf": lambda: pdf_file([lines([f"Line {n} of the bridge" for n in range(9)])]),
        ".epub": lambda: epub_file({"one.xhtml": f"<p>{WORDS}</p>"}),
        ".html": lambda: f"<article><h1>A</h1><p>{WORDS}<table><tr><td>1".encode(),
        ".json": lambda: json.dumps([{"text": WORDS, "author": "A"}, {"text": "b"}]).encode(),
        ".jsonl": lambda: b"".join(json.dumps({"text": WORDS}).encode() + b"\n" for _ in "ab"),
        ".csv": lambda: f'name,words\na,"{WORDS}"\n'.encode(),
        ".tsv": lambda: f"name\twords\na\t{WORDS}".encode(),
        ".eml": lambda: f"From: a@b.c\nSubject: =?utf-8?b?0JA=?=\n\n{WORDS}".encode(),
        ".mbox": lambda: f"From a Thu Jan 1 10:00:00 2021\nFrom: a@b.c\n\n{WORDS}".encode(),
        ".rtf": lambda: rb"{\rtf1\ansi{\info{\title A}} The bridge \u1084? opened.\par}",
        ".docx": _word,
        ".pptx": _slides,
        ".xlsx": _sheet,
    }
    return made.get(suffix, lambda: f"---\ntitle: A\n---\n# B\n\n{WORDS * 3}".encode())()


def _saved(document: object) -> bytes:
    with tempfile.TemporaryFile() as file:
        document.save(file)  # type: ignore[attr-defined]
        file.seek(0)
        return file.read()


def _word() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(WORDS.replace("\n", ""))
    return _saved(document)


def _slides() -> bytes:
    import pptx

    document = pptx.Presentation()
    document.slides.add_slide(document.slide_layouts[0]).shapes.title.text = "The bridge"
    return _saved(document)


def _sheet() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["name", "The bridge opened"])
    return _saved(book)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of some name: any bytes, a sound file spoilt in places, or one of another type."""
    suffix = draw(st.sampled_from(sorted(readers.SUFFIXES)))
    kind = draw(st.sampled_from(["any", "spoilt", "spoilt", "lying", "text"]))
    if kind == "any":
        return f"a{suffix}", draw(st.binary(max_size=600))
    if kind == "text":
        return f"a{suffix}", draw(st.text(max_size=300)).encode("utf-8", "surrogatepass")
    other = draw(st.sampled_from(sorted(readers.SUFFIXES))) if kind == "lying" else suffix
    data = bytearray(sound(other))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = start + draw(st.integers(0, 40))
        data[start:end] = draw(st.binary(max_size=40)) * draw(st.sampled_from([1, 1, 1, 50]))
    cut = draw(st.integers(0, len(data))) if draw(st.booleans()) else len(data)
    return f"a{suffix}", bytes(data[:cut])


def read_or_refused(file: tuple[str, bytes]) -> None:
    name, data = file
    try:
        found = readers.read(name, data)
    except UnreadableFile as refusal:
        told = refusal
    else:
        sound_reads(found, len(data))
        return
    assert told.source.startswith(name)
    assert len(told.reason) > 10


def sound_reads(found: list[Read], size_bytes: int) -> None:
    """Blocks in order inside a text that is not many times the size of its file."""
    assert found
    for one in found:
        end = 0
        for block in one.blocks:
            assert end <= block.span.start < block.span.end <= len(one.text)
            end = block.span.end
        assert len(one.text) <= 40 * size_bytes + 10_000
        one.text.encode()


@CASES
def test_any_file_is_read_or_refused(cases: int) -> None:
    hold(cases, read_or_refused, file=files())


KEYS = st.sampled_from(
    ["data", "embedder", "search", "depth", "passages.min_tokens", "ingest", "server", "chat.model"]
)
TOML = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.floats(), st.text(max_size=9).map(json.dumps)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@st.composite
def settings_files(draw: st.DrawFn) -> bytes:
    """Something that may be a settings file."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=200))
    written: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        key, value = draw(KEYS), draw(TOML)
        shown = str(value).lower() if isinstance(value, bool | float) else str(value)
        written.append(f"[{key}]" if draw(st.booleans()) else f"{key} = {shown}")
    return "\n".join(written).encode("utf-8", "replace")


VARIABLES = st.dictionaries(
    st.sampled_from(
        [
            "FOOTNOTE_SEARCH_DEPTH",
            "FOOTNOTE_PASSAGES_MAX_TOKENS",
            "FOOTNOTE_SERVER_UI_PORT",
            "FOOTNOTE_CHAT_MODEL",
            "FOOTNOTE_ANSWER_READER",
            "FOOTNOTE_INGEST_ENGINE",
            "FOOTNOTE_NO_SUCH",
        ]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12),
    max_size=4,
)


@CASES
def test_any_settings_are_taken_or_refused_with_every_problem(cases: int, tmp_path: Path) -> None:
    def check(content: bytes, variables: dict[str, str]) -> None:
        (tmp_path / "footnote.toml").write_bytes(content)
        try:
            found = load({"data": str(tmp_path)}, variables)
        except SettingsError as refusal:
            told = refusal
        else:
            assert isinstance(found.settings, Settings)
            assert found.settings.search.depth >= 1
            assert found.settings.hash
            return
        assert told.problems

    hold(cases, check, content=settings_files(), variables=VARIABLES)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = [
    "id",
    "question",
    "language",
    "answerable",
    "answers",
    "evidence",
    "tags",
    "turns",
    "source",
    "start",
    "end",
    "quote",
    "data",
    "paragraphs",
    "qas",
]
ROWS = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6)


@st.composite
def question_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A question file of some format, sound or not."""
    suffix = draw(st.sampled_from([".jsonl", ".json", ".csv", ".tsv", ".parquet", ".txt", ""]))
    if draw(st.integers(0, 3)) == 0:
        return suffix, draw(st.binary(max_size=300))
    rows = [json.dumps(row) for row in draw(st.lists(ROWS, max_size=4))]
    rows += [json.dumps({"id": "a", "question": "Who?"})] * draw(st.integers(0, 2))
    text = "\n".join(rows) if draw(st.booleans()) else f"[{','.join(rows)}]"
    return suffix, text.encode("utf-8", "replace")


@CASES
def test_any_question_file_is_read_or_refused(cases: int, tmp_path: Path) -> None:
    def check(file: tuple[str, bytes]) -> None:
        suffix, content = file
        path = tmp_path / f"questions{suffix}"
        path.write_bytes(content)
        try:
            found = dataset.load(path)
        except (InputError, UsageError) as refusal:
            told = refusal
        else:
            assert found.questions
            assert len({line.id for line in found.questions}) == len(found.questions)
            assert all(line.question.strip() for line in found.questions)
            return
        assert str(path) in str(told)

    hold(cases, check, file=question_files())


OFFERED = {"b1c2", "d3f4"}
MARKED = st.lists(
    st.one_of(
        st.sampled_from(
            ["b1c2", "[b1c2]", "[d3f4, ", "【", "]", "(", "z9z9", "[1]", "\0", "\u202e"]
        ),
        st.text(max_size=6),
    ),
    max_size=30,
)


@example(pieces=["[" * 3_000])
@example(pieces=["[b1c2" * 500])
def parsed_alike(pieces: list[str]) -> None:
    whole = "".join(pieces)
    found = parse(whole, OFFERED)
    parser = CitationParser(OFFERED)
    told = "".join([parser.feed(piece) for piece in pieces]) + parser.finish()
    assert told == parser.text == found.text
    assert (parser.marks, parser.dropped) == (found.marks, found.dropped)
    assert len(found.text) <= len(whole)
    for mark in found.marks:
        assert 0 <= mark.position <= len(found.text)
        assert OFFERED.issuperset(mark.keys)


@CASES
def test_any_stream_is_parsed_as_if_it_came_whole(cases: int) -> None:
    hold(cases, parsed_alike, pieces=MARKED)
