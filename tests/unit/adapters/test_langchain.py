"""Footnote inside LangChain: documents with spans, a chain, and the worked script of the docs."""

from __future__ import annotations

import contextlib
import io
import re

from rag.adapters.langchain import FootnoteRetriever, answer_chain
from rag.engine import Engine
from rag.records import Filters
from rag.settings import Settings
from tests.conftest import ROOT

QUESTION = "How long is the land border between Russia and China?"


def test_each_document_is_a_slice_of_its_source(demo: Engine) -> None:
    found = FootnoteRetriever(engine=demo, depth=4).invoke(QUESTION)
    assert [item.metadata["rank"] for item in found] == [1, 2, 3, 4]
    for item in found:
        text = demo.show(item.metadata["document"]).document.text
        assert text[item.metadata["start"] : item.metadata["end"]] == item.page_content
        assert item.metadata["source"] == demo.entry(item.metadata["document"]).source
        assert item.metadata["scores"]


def test_filters_hold(demo: Engine) -> None:
    retriever = FootnoteRetriever(engine=demo, filters=Filters(languages=("ru",)))
    assert {item.metadata["language"] for item in retriever.invoke(QUESTION)} == {"ru"}


def test_the_chain_gives_the_answer_of_the_command_line(demo: Engine) -> None:
    answer = answer_chain(demo).invoke(QUESTION)
    assert answer["question"] == QUESTION
    assert answer["citations"]
    assert answer_chain(demo).batch([QUESTION])[0]["answer"] == answer["answer"]


def test_the_worked_script_runs(demo_settings: Settings) -> None:
    page = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    script = script.replace('{"data": "library"}', repr({"data": str(demo_settings.data)}))
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(script, "docs/langchain.md", "exec"), {})
    assert "04-caution-to-cooperation.html" in shown.getvalue()
    assert "[1]" in shown.getvalue()
