"""The OpenAI interface as real clients see it: the openai package and LangChain's ChatOpenAI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import OpenAI

from rag.engine import Engine
from rag.flows.write import Writing
from tests.fakes.queued_chat import QueuedChat
from tests.server.conftest import LIGHTHOUSE, Opening, Site

QUESTION = "When was the lighthouse at Skagen built?"
ASKED = [{"role": "user", "content": QUESTION}]


@pytest.fixture
def client(site: Site) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{site.address}/v1", api_key="not needed", max_retries=0) as made:
        yield made


def test_a_completion_has_footnotes_and_annotations(client: OpenAI) -> None:
    made = client.chat.completions.create(model="footnote", messages=ASKED, temperature=0.2, seed=1)
    message = made.choices[0].message
    assert "1747.[^1]" in message.content
    assert "[^1]: “The lighthouse at Skagen was built in 1747.” — " in message.content
    first = message.annotations[0]
    cited = first.url_citation
    assert message.content[cited.start_index : cited.end_index] == "[^1]"
    footnote = first.model_extra["footnote"]
    assert LIGHTHOUSE[footnote["start"] : footnote["end"]] == footnote["quote"]
    assert httpx.get(cited.url).json()["text"] == footnote["quote"]
    assert made.model_extra["footnote"]["verdict"] == "answered"
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens > 0


def test_a_streamed_completion_says_the_same(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="footnote-quotes", messages=ASKED)
    options = {"include_usage": True}
    chunks = list(
        client.chat.completions.create(
            model="footnote-quotes", messages=ASKED, stream=True, stream_options=options
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    *_, last, usage = chunks
    assert last.choices[0].finish_reason == "stop"
    assert last.choices[0].delta.model_extra["annotations"]
    assert usage.usage.total_tokens == whole.usage.total_tokens


def test_earlier_messages_are_turns(client: OpenAI) -> None:
    first = client.chat.completions.create(model="footnote", messages=ASKED)
    talk = [
        {"role": "system", "content": "Answer like a pirate."},
        *ASKED,
        {"role": "assistant", "content": first.choices[0].message.content},
        {"role": "user", "content": [{"type": "text", "text": "And who kept it?"}]},
    ]
    second = client.chat.completions.create(model="footnote", messages=talk)
    answer = second.model_extra["footnote"]
    assert answer["question"] == "And who kept it?"
    assert answer["understood"]


@pytest.mark.parametrize(
    "more",
    [
        {"stream": None, "stream_options": None, "filters": None, "n": None, "stop": None},
        {"n": 2, "stop": ["1747"], "max_tokens": 1, "temperature": 2, "user": "x"},
        {"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "required"},
        {"messages": [*ASKED, {"role": "developer", "content": "Be brief."}]},
        {"messages": [{"role": "user", "content": [{"type": "input_text", "text": QUESTION}]}]},
        {"messages": [*ASKED, {"role": "assistant", "content": "Hm."}] * 300 + ASKED},
    ],
)
def test_what_is_strange_but_legal_is_answered(site: Site, more: dict[str, object]) -> None:
    body = {"model": "footnote", "messages": ASKED, **more}
    answer = httpx.post(f"{site.address}/v1/chat/completions", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    assert "1747.[^1]" in answer.json()["choices"][0]["message"]["content"]


def test_not_found_is_said_in_the_questions_language(client: OpenAI) -> None:
    asked = [{"role": "user", "content": "谁赢得了2022年的国际象棋奥林匹克？"}]
    said = client.chat.completions.create(model="footnote", messages=asked).choices[0].message
    assert said.content == "文档中没有说明。"
    assert said.annotations == []


def test_models_are_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["footnote", "footnote-quotes"]
    assert client.models.retrieve("footnote").owned_by == "footnote"


def test_errors_have_openais_shape(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="there is no model 'gpt-x'") as unknown:
        client.chat.completions.create(model="gpt-x", messages=ASKED)
    assert unknown.value.code == "not_found"
    with pytest.raises(openai.BadRequestError) as empty:
        client.chat.completions.create(model="footnote", messages=[])
    assert empty.value.param == "messages"
    with pytest.raises(openai.BadRequestError, match="end with the user's question"):
        client.chat.completions.create(
            model="footnote", messages=[{"role": "assistant", "content": "?"}]
        )


def test_a_key_is_needed_where_people_sign_in(guarded: Site) -> None:
    address = f"{guarded.address}/v1"
    with pytest.raises(openai.AuthenticationError):
        OpenAI(base_url=address, api_key="wrong", max_retries=0).models.list()
    known = OpenAI(base_url=address, api_key=guarded.people["anna"].key, max_retries=0)
    assert known.models.list().data


def test_langchain_talks_to_it(site: Site) -> None:
    chat = ChatOpenAI(model="footnote", base_url=f"{site.address}/v1", api_key="none")
    said = chat.invoke([SystemMessage("Be brief."), HumanMessage(QUESTION)])
    assert isinstance(said, AIMessage)
    assert "1747.[^1]" in said.text
    streamed = "".join(piece.text for piece in chat.stream(QUESTION))
    assert streamed == said.text


def test_what_a_model_writes_streams_and_is_proved(engine: Engine, serve: Opening) -> None:
    """The model's words stream as they come; which of them stand is said at the end."""
    reply = "The tower was built in 1747. It was built of glass in 2031 [z9z9]."
    chat = QueuedChat(reply, reply)
    given = engine.asking
    writing = Writing(
        chat, engine.library.corpus, engine.embedder, given.quoting, engine.settings.answer
    )
    writes = replace(engine, asking=replace(given, writing=writing))
    with serve(over=writes) as site:
        client = OpenAI(base_url=f"{site.address}/v1", api_key="-", max_retries=0)
        chunks = list(client.chat.completions.create(model="footnote", messages=ASKED, stream=True))
        quoted = client.chat.completions.create(model="footnote-quotes", messages=ASKED)
        told = httpx.get(f"{site.address}/metrics").text
        metered = float(told.partition("\nfootnote_dropped_keys_total ")[2].partition("\n")[0])
    answer = next(c.model_extra["footnote"] for c in chunks if "footnote" in c.model_extra)
    text = "".join(c.choices[0].delta.content or "" for c in chunks)
    assert len(chunks) > 5
    assert answer["model"] == QueuedChat.name
    assert answer["dropped_keys"] == metered == 1
    assert len(chat.asked) == 1
    for claim in answer["claims"]:
        assert claim["text"] in text
        if claim["verdict"] == "unsupported":
            assert f"{claim['text']} (not supported by the documents)" in text
    assert quoted.model_extra["footnote"]["model"] is None
