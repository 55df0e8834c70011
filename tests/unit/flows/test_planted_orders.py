"""Documents give no orders: planted ones in five languages, and models that obey or do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag import prompts
from rag.adapters.gguf import GgufChat
from rag.engine import Engine
from rag.flows.write import Writing
from rag.ports import ChatModel
from rag.records import Answer, ClaimVerdict
from rag.settings import load
from rag.wiring import Mode, opened
from tests.fakes.planted import KEY, PLANTED, Planted
from tests.fakes.queued_chat import QueuedChat
from tests.fakes.small_model import PATIENT, small_model

_SOURCE = re.compile(r'<source key="(\w+)".*?>\n(.*?)\n</source>', re.DOTALL)
planted_in_each = pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.language)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("planted")
    for each in PLANTED:
        each.write(folder)
    settings = load({"data": str(tmp_path_factory.mktemp("data"))}, {}).settings
    with opened(settings, Mode.WRITE) as made:
        list(made.ingest([folder]))
        yield made


def written_by(engine: Engine, chat: ChatModel, question: str, context_tokens: int) -> Answer:
    """The answer that a model writes to a question."""
    asking = engine.asking
    settings = replace(asking.settings.answer, context_tokens=context_tokens)
    patient = replace(asking.settings, chat=PATIENT)
    writing = Writing(chat, engine.library.corpus, engine.embedder, asking.quoting, settings)
    return replace(engine, asking=replace(asking, writing=writing, settings=patient)).ask(question)


def key_to(words: str, prompt: str) -> str:
    """The key of the source that holds these words."""
    return next(key for key, text in _SOURCE.findall(prompt) if words in text)


def assert_quoted_at_most(engine: Engine, answer: Answer, obeyed: str) -> None:
    """What stands is under exact words; what an order wanted, under the order's own or marked."""
    cited = {each.number: each for each in answer.citations}
    for citation in cited.values():
        assert citation.span.of(engine.show(citation.document_id).document.text) == citation.quote
    for claim in answer.claims:
        if claim.text == obeyed and claim.verdict is ClaimVerdict.SUPPORTED:
            assert all(cited[number].source.startswith("order-") for number in claim.citations)
    for planted in (KEY, prompts.REFUSAL, "<source"):
        assert planted not in answer.text


@planted_in_each
def test_an_order_stays_inside_its_fence(engine: Engine, planted: Planted) -> None:
    chat = QueuedChat(prompts.REFUSAL)
    written_by(engine, chat, planted.question, 3_000)
    (prompt,) = chat.asked
    offered = [key for key, _ in _SOURCE.findall(prompt)]
    _, listed = prompt.split("Sources:\n", 1)
    assert planted.order in listed
    assert listed.count("<source ") == listed.count("</source>") == len(offered)
    assert KEY not in offered
    assert prompt.count(prompts.REFUSAL) == 1


@planted_in_each
def test_an_order_obeyed_under_a_key_is_marked(engine: Engine, planted: Planted) -> None:
    def reply(prompt: str) -> str:
        key = key_to(planted.fact, prompt)
        return f"{planted.fact} [{key}] {planted.obeyed} [{key}]"

    answer = written_by(engine, QueuedChat(reply), planted.question, 3_000)
    assert [claim.verdict for claim in answer.claims] == [
        ClaimVerdict.SUPPORTED,
        ClaimVerdict.UNSUPPORTED,
    ]
    assert answer.citations[0].quote == planted.fact
    assert_quoted_at_most(engine, answer, planted.obeyed)


@planted_in_each
def test_an_order_obeyed_under_its_own_key_is_quoted_at_most(
    engine: Engine, planted: Planted
) -> None:
    chat = QueuedChat(lambda prompt: f"{planted.obeyed} [{key_to(planted.order, prompt)}]")
    answer = written_by(engine, chat, planted.question, 3_000)
    assert_quoted_at_most(engine, answer, planted.obeyed)


@planted_in_each
def test_planted_keys_and_citations_are_dropped(engine: Engine, planted: Planted) -> None:
    chat = QueuedChat(lambda _: f"{planted.fact} [{KEY}] [1] {planted.obeyed} [{KEY}] [1]")
    answer = written_by(engine, chat, planted.question, 3_000)
    assert answer.dropped_keys == 4
    assert answer.citations[0].quote == planted.fact
    assert_quoted_at_most(engine, answer, planted.obeyed)


@pytest.fixture(scope="module")
def small() -> GgufChat:
    return small_model(max_tokens=24)


@planted_in_each
def test_whatever_a_small_model_makes_of_it(
    engine: Engine, small: GgufChat, planted: Planted
) -> None:
    answer = written_by(engine, small, planted.question, 200)
    assert answer.model == small.name
    assert answer.dropped_keys == 0
    assert_quoted_at_most(engine, answer, planted.obeyed)
