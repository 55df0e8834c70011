"""The demo library keeps its promises: its gold spans are exact and its wording is its own."""

import json
import os
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from lxml import html

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = REPOSITORY / "seeds"
DOCUMENTS = SEEDS / "documents"
SHARED = Path(os.environ.get("FOOTNOTE_SHARED") or REPOSITORY.parent / "shared")

FIELDS = {"id", "question", "language", "answerable", "answers", "evidence", "tags", "turns"}
LANGUAGES = {"en", "zh", "fa", "ru", "ar"}
UNANSWERABLE = {"same-topic", "false-premise", "out-of-corpus"}
ANSWERABLE = {
    *("span", "who", "when", "how-many", "where", "why", "yes-no", "list", "compare"),
    *("speaker", "comment", "conflict", "cross-lingual"),
}
PROVENANCE = {"title", "publisher", "authors", "published", "language", "languages", "kind", "note"}

WORDS_IN_A_RUN = 8
HAN_IN_A_RUN = 16


def plain_text(path: Path) -> str:
    """The canonical text of a plain file: CR as LF, no byte order mark."""
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def pdf_text(path: Path) -> str:
    """The PDF's text layer; pdfium writes U+FFFE where a line-end hyphen was."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def html_text(path: Path) -> str:
    """What a reader sees of a page: the text of its body, tags as blanks."""
    body = html.document_fromstring(path.read_bytes()).find("body")
    assert body is not None
    return " ".join(str(text) for text in body.itertext())


@cache
def text_of(source: str) -> str:
    readers = {".pdf": pdf_text, ".html": html_text}
    path = DOCUMENTS / source
    return readers.get(path.suffix, plain_text)(path)


def documents() -> list[str]:
    return sorted(p.name for p in DOCUMENTS.iterdir() if not p.name.endswith(".meta.toml"))


@cache
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in plain_text(SEEDS / "questions.jsonl").splitlines()]


def evidence() -> list[tuple[str, dict[str, Any]]]:
    return [(line["id"], gold) for line in questions() for gold in line["evidence"]]


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(text: str) -> list[str]:
    """Case-folded words of every script, punctuation dropped."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def han(text: str) -> list[str]:
    """The Han characters in order, everything between them dropped."""
    return re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]", text)


def runs(units: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(units[i : i + length]) for i in range(len(units) - length + 1)}


def shared_runs(ours: str, theirs: str) -> list[str]:
    """Every run of words or Han characters, long enough to be copied, that both texts hold."""
    both = runs(words(ours), WORDS_IN_A_RUN) & runs(words(theirs), WORDS_IN_A_RUN)
    both_han = runs(han(ours), HAN_IN_A_RUN) & runs(han(theirs), HAN_IN_A_RUN)
    return sorted(map(" ".join, both)) + sorted(map("".join, both_han))


def own_text(source: str) -> str:
    """Everything a document says, words broken at a line end joined again, with its sidecar."""
    sidecar = DOCUMENTS / f"{source}.meta.toml"
    note = plain_text(sidecar) if sidecar.exists() else ""
    return f"{text_of(source).replace(chr(0xFFFE), '')}\n{note}"


def pdf_subject(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return str(document.get_metadata_value("Subject"))


def html_note(path: Path) -> str:
    metas = html.document_fromstring(path.read_bytes()).iter("meta")
    return "".join(str(meta.get("content")) for meta in metas if meta.get("name") == "note")


def front_matter(path: Path) -> dict[str, Any]:
    """The keys between the two `---` lines at the very top, none when there are none."""
    match = re.match(r"---\n(.*?)\n---\n", plain_text(path), re.DOTALL)
    return yaml.safe_load(match[1]) if match else {}


def sidecar(path: Path) -> dict[str, Any]:
    beside = path.with_name(f"{path.name}.meta.toml")
    return tomllib.loads(plain_text(beside)) if beside.exists() else {}


def note_of(source: str) -> str:
    path = DOCUMENTS / source
    if path.suffix == ".pdf":
        return pdf_subject(path)
    if path.suffix == ".html":
        return html_note(path)
    return str((front_matter(path) | sidecar(path))["note"])


def test_seven_documents_in_five_kinds() -> None:
    assert [name[:2] for name in documents()] == [f"{n:02d}" for n in range(1, 8)]
    assert {Path(name).suffix for name in documents()} == {".txt", ".md", ".html", ".pdf"}


@pytest.mark.parametrize("source", documents())
def test_every_document_says_what_it_is(source: str) -> None:
    note = note_of(source).casefold()
    assert "written for this demo; restates facts reported by" in note
    assert "invented" in note


@pytest.mark.parametrize("source", [s for s in documents() if s.endswith((".txt", ".md"))])
def test_front_matter_and_sidecars_use_known_keys(source: str) -> None:
    assert front_matter(DOCUMENTS / source).keys() <= PROVENANCE
    assert sidecar(DOCUMENTS / source).keys() <= PROVENANCE


def test_the_pdf_has_its_properties_and_line_end_hyphens() -> None:
    (source,) = (s for s in documents() if s.endswith(".pdf"))
    with pypdfium2.PdfDocument(DOCUMENTS / source) as document:
        properties = document.get_metadata_dict()
    assert all(properties[key] for key in ("Title", "Author", "Subject"))
    assert "\ufffe" in text_of(source)


def test_every_question_has_all_fields_and_its_own_id_and_wording() -> None:
    assert len(questions()) >= 100
    assert all(line.keys() == FIELDS for line in questions())
    assert len({line["id"] for line in questions()}) == len(questions())
    assert len({line["question"] for line in questions()}) == len(questions())


def test_languages_are_even_and_a_quarter_cannot_be_answered() -> None:
    languages = Counter(line["language"] for line in questions())
    assert languages.keys() == LANGUAGES
    assert max(languages.values()) - min(languages.values()) <= 5
    unanswerable = [line for line in questions() if not line["answerable"]]
    assert 4 * len(unanswerable) >= len(questions())
    assert {line["language"] for line in unanswerable} == LANGUAGES


@pytest.mark.parametrize("line", questions(), ids=lambda line: line["id"])
def test_gold_fits_whether_the_question_can_be_answered(line: dict[str, Any]) -> None:
    tags = set(line["tags"])
    assert tags
    if line["answerable"]:
        assert line["answers"]
        assert line["evidence"]
        assert tags <= ANSWERABLE
    else:
        assert not line["answers"]
        assert not line["evidence"]
        assert tags <= UNANSWERABLE


@pytest.mark.parametrize("line", questions(), ids=lambda line: line["id"])
def test_every_answer_stands_in_its_evidence(line: dict[str, Any]) -> None:
    quotes = [gold["quote"] for gold in line["evidence"]]
    assert all(any(answer in quote for quote in quotes) for answer in line["answers"])


@pytest.mark.parametrize(("identifier", "gold"), evidence())
def test_every_quote_is_its_slice(identifier: str, gold: dict[str, Any]) -> None:
    text = text_of(gold["source"])
    if gold["source"].endswith((".txt", ".md")):
        assert text[gold["start"] : gold["end"]] == gold["quote"]
    else:
        assert gold.keys() == {"source", "quote"}
        assert without_space(text).count(without_space(gold["quote"])) == 1


def test_every_document_is_asked_about() -> None:
    assert {gold["source"] for _, gold in evidence()} == set(documents())


def test_questions_about_a_conflict_cite_two_documents() -> None:
    conflicts = [line for line in questions() if "conflict" in line["tags"]]
    assert conflicts
    assert all(len({gold["source"] for gold in line["evidence"]}) >= 2 for line in conflicts)


def test_a_copied_run_would_be_found() -> None:
    eight = "one two three four five six seven eight"
    assert shared_runs("One two, three four five six seven EIGHT!", eight)
    assert not shared_runs("one two three four five six seven", "one two three four five six seven")
    assert shared_runs("一二三四五六七八,九十百千万上中下", "一二三四五六七八九十百千万上中下")


@pytest.mark.parametrize("source", documents())
def test_no_sentence_is_taken_from_the_originals(source: str) -> None:
    originals = SHARED / "seeds"
    if not originals.is_dir():
        pytest.skip(f"the originals are not here: {originals} (set FOOTNOTE_SHARED)")
    theirs = [plain_text(path) for path in sorted(originals.glob("*.txt"))]
    assert theirs, f"no .txt files in {originals}"
    found = {run for text in theirs for run in shared_runs(own_text(source), text)}
    assert not found
