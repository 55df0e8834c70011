"""Every quote printed anywhere equals its slice of the canonical text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.engine import Engine
from rag.records import Answer
from rag.settings import load
from rag.wiring import Mode, opened

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
PIECES = [
    "Ships sailed. ",
    "条约签了。",
    "پیمان بسته شد. ",
    "Договор подписан. ",
    "وقعت المعاهدة. ",
    "สนธิสัญญา ",
    "संधि। ",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 ",
    "e\u0301te\u0301 ",
    "\u202eabc\u202c ",
    "\n\n",
    "coop-\neration ",
]


def assert_quotes_hold(engine: Engine, answer: Answer) -> None:
    texts = {entry.id: engine.show(entry.id).document.text for entry in engine.documents()}
    for citation in answer.citations:
        assert citation.span.of(texts[citation.document_id]) == citation.quote
        if citation.twin:
            assert citation.twin.span.of(texts[citation.document_id]) == citation.twin.quote
    for hit in answer.retrieved:
        assert hit.passage.span.of(texts[hit.passage.document_id]) == hit.passage.text
    for claim in answer.claims:
        assert claim.span.of(answer.text) == claim.text


@pytest.mark.parametrize("question", QUESTIONS[::6])
def test_in_the_demo_library(demo: Engine, question: str) -> None:
    assert_quotes_hold(demo, demo.ask(question))


def test_in_the_originals(shared: Path, tmp_path: Path) -> None:
    settings_ = load({"data": str(tmp_path)}, {}).settings
    with opened(settings_, Mode.WRITE) as engine:
        list(engine.ingest([shared / "seeds"]))
        for question in QUESTIONS[:40:4]:
            assert_quotes_hold(engine, engine.ask(question))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=60).map("".join))
def test_in_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    settings_ = load({"data": str(folder / "library")}, {}).settings
    with opened(settings_, Mode.WRITE) as engine:
        list(engine.ingest([folder / "a.txt"]))
        for question in ("When did ships sail?", "条约什么时候签的？", "معاهده کی بسته شد؟"):
            assert_quotes_hold(engine, engine.ask(question))
