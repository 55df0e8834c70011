"""How often a question asks a language model, counted by a server that is asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from rag.adapters.chat import LangChainChat
from rag.engine import Engine
from rag.flows.write import Writing
from rag.records import Turn
from rag.settings import ChatSettings
from tests.fakes.chat_server import chat_server

QUESTION = "How long is the land border between Russia and China?"
HISTORY = (Turn("Where is the land border between Russia and China?", "In the Far East."),)
SAID = "say:The land border is longer than 4200 kilometers."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chat_server() as running:
        yield running


@pytest.mark.parametrize(
    ("question", "history", "script", "calls"),
    [
        (QUESTION, (), SAID, 1),
        (QUESTION, HISTORY, SAID, 1),
        ("And how long is it?", HISTORY, SAID, 2),
        (QUESTION, (), "status:500", 1),
        ("And how long is it?", HISTORY, "status:500", 1),
        (QUESTION, (), "status:429", 1),
        (QUESTION, (), "cut:The land border", 1),
        ("Who won the chess olympiad in 2022?", (), SAID, 0),
        ("Hello!", (), SAID, 0),
    ],
)
def test_no_call_is_made_twice(
    demo: Engine,
    address: str,
    question: str,
    history: tuple[Turn, ...],
    script: str,
    calls: int,
) -> None:
    chat = LangChainChat(ChatSettings(model=f"openai:{script}", base_url=address, timeout_s=5))
    asking = demo.asking
    writing = Writing(
        chat, demo.library.corpus, demo.embedder, asking.quoting, asking.settings.answer
    )
    before = int(httpx.get(address).text)
    replace(demo, asking=replace(asking, writing=writing)).ask(question, history=history)
    assert int(httpx.get(address).text) - before == calls
