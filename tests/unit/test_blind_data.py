"""The blind sets under tests/data are what their README says: fields, counts, spans, evidence."""

import hashlib
import json
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "tests" / "data"
DOCUMENTS = REPOSITORY / "seeds" / "documents"

LANGUAGES = {"en", "zh", "fa", "ru", "ar"}
LIES = {
    *("number", "date", "negation", "roles-swapped", "speaker"),
    *("citation-swapped", "altered-word", "order-obeyed", "name"),
}
HONEST = {"paraphrase", "translation", "shorter", "number-reworded", "date-less-precise"}
CLAIM_FIELDS = {
    *("id", "kind", "claim", "claim_language", "evidence"),
    *("evidence_language", "honest", "half"),
}
WITHOUT_COMMENTS = {"opinion-no-comments.txt", "interview.txt"}
WITHOUT_ARTICLE = {"mailing-list.txt", "qa-page.txt"}


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


THREADS = lines_of(DATA / "threads" / "labels.jsonl")
CLAIMS = lines_of(DATA / "lies" / "claims.jsonl")


def thread_text(label: dict[str, Any]) -> str:
    """The canonical text the labels count in, which is the file's own."""
    raw = (DATA / "threads" / label["file"]).read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    return str(raw, "utf-8")


def one_spaced(text: str) -> str:
    return " ".join(text.split())


@cache
def source_text(source: str) -> str:
    path = DOCUMENTS / source
    if path.suffix == ".html":
        return one_spaced(str(html.parse(path).getroot().text_content()))
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return one_spaced(" ".join(page.get_textpage().get_text_range() for page in document))
    return path.read_text("utf-8")


def test_every_thread_has_one_label_line() -> None:
    texts = sorted(path.name for path in (DATA / "threads").glob("*.txt"))
    assert sorted(label["file"] for label in THREADS) == texts
    assert len(texts) >= 10


@pytest.mark.parametrize("label", THREADS, ids=lambda label: label["file"])
def test_a_thread_is_of_the_size_promised(label: dict[str, Any]) -> None:
    assert set(label) == {"file", "comments", "article", "unsure", "speakers"}
    assert 3000 <= len(thread_text(label).encode()) <= 8000
    assert bool(label["comments"]) == (label["file"] not in WITHOUT_COMMENTS)
    assert bool(label["article"]) == (label["file"] not in WITHOUT_ARTICLE)


@pytest.mark.parametrize("label", THREADS, ids=lambda label: label["file"])
def test_spans_are_whole_paragraphs_that_do_not_meet(label: dict[str, Any]) -> None:
    text = thread_text(label)
    spans = sorted(label["comments"] + label["article"] + label["unsure"])
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    for start, end in spans:
        words = text[start:end]
        assert words
        assert words == words.strip()
        assert not text[text.rfind("\n", 0, start) + 1 : start].strip()
        assert end == len(text) or text[end] == "\n"


@pytest.mark.parametrize("label", THREADS, ids=lambda label: label["file"])
def test_a_speaker_is_named_by_the_text_itself(label: dict[str, Any]) -> None:
    text = thread_text(label)
    spans = label["comments"] + label["article"] + label["unsure"]
    for start, end, name in label["speakers"]:
        assert [start, end] in spans
        assert name in text


def test_a_claim_has_every_field_and_a_fixed_half() -> None:
    assert len({claim["id"] for claim in CLAIMS}) == len(CLAIMS)
    for claim in CLAIMS:
        assert set(claim) == CLAIM_FIELDS
        assert claim["kind"] in (HONEST if claim["honest"] else LIES)
        assert {claim["claim_language"], claim["evidence_language"]} <= LANGUAGES
        assert claim["claim"].strip() == claim["claim"] != ""
        odd = int(hashlib.sha256(claim["id"].encode()).hexdigest(), 16) % 2
        assert claim["half"] == ("kept" if odd else "tune")


def test_lies_and_honest_claims_are_evenly_spread() -> None:
    assert {claim["kind"] for claim in CLAIMS} == LIES | HONEST
    for honest in (True, False):
        chosen = [claim for claim in CLAIMS if claim["honest"] is honest]
        assert len(chosen) >= 160
        spread = Counter(
            (claim["claim_language"], claim["claim_language"] == claim["evidence_language"])
            for claim in chosen
        )
        assert len(spread) == 2 * len(LANGUAGES)
        assert max(spread.values()) - min(spread.values()) <= 2


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_evidence_stands_in_its_source(claim: dict[str, Any]) -> None:
    evidence = claim["evidence"]
    text = source_text(evidence["source"])
    if evidence["source"].endswith((".txt", ".md")):
        assert set(evidence) == {"source", "quote", "start", "end"}
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    else:
        assert set(evidence) == {"source", "quote"}
        assert evidence["quote"] in text


def test_no_evidence_serves_more_than_four_times() -> None:
    uses = Counter(claim["evidence"]["quote"] for claim in CLAIMS)
    assert max(uses.values()) <= 4


def test_no_claim_repeats_its_evidence_or_another_claim() -> None:
    assert len({claim["claim"] for claim in CLAIMS}) == len(CLAIMS)
    assert all(claim["claim"] != claim["evidence"]["quote"] for claim in CLAIMS)
