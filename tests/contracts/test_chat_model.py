"""What every chat model keeps to: over HTTP by LangChain, in this process from a file, and a fake.

The small model runs where `tests/fakes/small_model.py` finds one.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.adapters.chat import GrammarChat, LangChainChat
from rag.adapters.gguf import GgufChat
from rag.errors import ModelUnavailable
from rag.ports import ChatModel, ConstrainedChatModel, Message
from rag.settings import ChatSettings
from rag.wiring import open_chat
from tests.fakes.chat_server import chat_server
from tests.fakes.queued_chat import QueuedChat
from tests.fakes.small_model import small_model, small_model_file

ASKED = [Message("user", "Name two colours.")]
SECRET = "sk-test-0123456789abcdef"
LONGEST_TOKENS = 24


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chat_server() as running:
        yield running


@pytest.fixture(scope="module")
def small() -> GgufChat:
    return small_model(LONGEST_TOKENS)


@pytest.fixture(params=["langchain", "gguf", "queued"])
def model(request: pytest.FixtureRequest) -> ChatModel:
    if request.param == "queued":
        return QueuedChat("Red and blue.")
    if request.param == "gguf":
        found: GgufChat = request.getfixturevalue("small")
        return found
    return scripted(request.getfixturevalue("address"), "say:Red and blue.")


def scripted(address: str, script: str, **more: float) -> LangChainChat:
    settings = ChatSettings(model=f"openai:{script}", base_url=address, timeout_s=5)
    return LangChainChat(ChatSettings(**{**_fields(settings), **more}))


def _fields(settings: ChatSettings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__slots__}


def test_a_reply_comes_in_pieces_of_text(model: ChatModel) -> None:
    pieces = list(model.stream(ASKED))
    assert len(pieces) > 1
    assert all(isinstance(piece, str) and piece for piece in pieces)
    assert model.name


def test_a_reader_may_stop_early_and_ask_again(model: ChatModel) -> None:
    stream = model.stream(ASKED)
    assert next(iter(stream))
    if isinstance(model, GgufChat):
        stream.close()  # type: ignore[attr-defined]
        assert next(iter(model.stream(ASKED)))


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("status:401", "key was refused"),
        ("status:429", "quota"),
        ("status:500", "server failed"),
        ("status:404", "no such model"),
        ("garbage", "no reply of a chat model"),
        ("page", "no reply of a chat model"),
        ("nulls", "no reply of a chat model"),
        ("empty", "wrote nothing"),
        ("say: \n ", "wrote nothing"),
        ("say:<think>Red, or", "thought, and wrote no answer"),
        ("say:Red?</think>Blue.", "keep it apart"),
        ("tools", "calls a tool"),
        ("filter:Red and", "filter stopped it"),
        ("cut:Red and", ""),
        ("end:Red and", "broke off"),
    ],
)
def test_a_failing_provider_is_told_in_one_line_without_the_key(
    address: str, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with pytest.raises(ModelUnavailable) as caught:
        list(scripted(address, script).stream(ASKED))
    said = str(caught.value)
    assert reason in said
    assert "\n" not in said
    assert SECRET not in said
    assert len(said) < 400


def test_no_key_is_needed_for_a_server_of_ones_own(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert "".join(scripted(address, "say:Red and blue.").stream(ASKED)) == "Red and blue."


def test_silence_in_the_middle_ends_in_time(address: str) -> None:
    stream = scripted(address, "stall:Red and blue", timeout_s=0.5).stream(ASKED)
    assert next(stream) == "Red "
    with pytest.raises(ModelUnavailable, match="in time"):
        list(stream)


@pytest.mark.parametrize("script", ["alive", "drip:Red and blue are two colours."])
def test_signs_of_life_are_no_reply(address: str, script: str) -> None:
    model = scripted(address, script, timeout_s=0.9, reply_timeout_s=1.0)
    with pytest.raises(ModelUnavailable, match="in time"):
        list(model.stream(ASKED))


def test_no_reply_outlasts_its_moment(model: ChatModel) -> None:
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="in time"):
        list(model.stream(ASKED, began))
    assert time.monotonic() - began < 5


def test_thoughts_and_what_is_no_text_stay_out(address: str) -> None:
    thinking = scripted(address, "say:<think>Name two. Red?</think>\n\nRed and blue.")
    assert "".join(thinking.stream(ASKED)).strip() == "Red and blue."
    assert "".join(scripted(address, "half").stream(ASKED)) == "a\N{REPLACEMENT CHARACTER}b"


def test_a_server_that_ignores_the_limit_is_stopped(address: str) -> None:
    with pytest.raises(ModelUnavailable, match="without end"):
        list(scripted(address, "endless", max_tokens=20).stream(ASKED))


def test_a_server_that_is_down() -> None:
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        list(scripted("http://127.0.0.1:9/v1", "say:x").stream(ASKED))


@pytest.mark.parametrize("name", ["nobody:model", "anthropic:claude", "openai:"])
def test_a_provider_that_is_not_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if name.startswith("anthropic") and importlib.util.find_spec("langchain_anthropic"):
        pytest.skip("langchain-anthropic is installed")
    with pytest.raises(ModelUnavailable) as caught:
        list(LangChainChat(ChatSettings(model=name)).stream(ASKED))
    assert "\n" not in str(caught.value)


def test_secrets_in_addresses_stay_out_of_messages() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        list(scripted("http://me:hunter22@127.0.0.1:9/v1", "say:x").stream(ASKED))
    assert "hunter22" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read"), (b"no model", "no GGUF model")]
)
def test_a_file_that_is_no_model(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelUnavailable, match=reason):
        list(GgufChat(ChatSettings(model=f"gguf:{path}")).stream(ASKED))


def test_a_broken_model_or_a_missing_extra(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF and nothing else")
    there = importlib.util.find_spec("xllamacpp") is not None
    with pytest.raises(ModelUnavailable, match="cannot load" if there else "not installed"):
        list(GgufChat(ChatSettings(model=f"gguf:{path}")).stream(ASKED))


def test_the_small_model_keeps_its_limits(small: GgufChat) -> None:
    with pytest.raises(ModelUnavailable, match="context"):
        list(small.stream([Message("user", "word " * 9_000)]))


def test_a_process_ends_well_while_the_model_is_at_work() -> None:
    asked = (
        "import sys\n"
        "from rag.adapters.gguf import GgufChat\n"
        "from rag.errors import ModelUnavailable\n"
        "from rag.ports import Message\n"
        "from rag.settings import ChatSettings\n"
        "chat = GgufChat(ChatSettings(model=sys.argv[1], timeout_s=0.05))\n"
        "try:\n"
        "    list(chat.stream([Message('user', 'Tell me of the sea. ' * 500)]))\n"
        "except ModelUnavailable as error:\n"
        "    print(error)\n"
    )
    command = [sys.executable, "-c", asked, f"gguf:{small_model_file()}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "no answer in time (FOOTNOTE_CHAT_TIMEOUT_S" in ended.stdout
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_small_model_keeps_to_a_form(small: GgufChat) -> None:
    assert isinstance(small, ConstrainedChatModel)
    said = "".join(small.stream_within(ASKED, 'root ::= ("red" | "blue") " " ("gr" | "w") "ey"'))
    assert said in {f"{first} {second}ey" for first in ("red", "blue") for second in ("gr", "w")}
    with pytest.raises(ModelUnavailable, match="grammar"):
        list(small.stream_within(ASKED, "root ::= nowhere"))


def test_a_grammar_goes_where_the_server_takes_one(address: str) -> None:
    settings = ChatSettings(
        model="openai:heard:structured_outputs",
        base_url=address,
        grammar_field="structured_outputs.grammar",
    )
    model = open_chat(settings)
    assert isinstance(model, ConstrainedChatModel)
    assert "".join(model.stream_within(ASKED, "root ::= x")) == '{"grammar": "root ::= x"}'
    assert "".join(model.stream(ASKED)) == "null"
    assert not isinstance(open_chat(replace(settings, grammar_field="")), ConstrainedChatModel)
    other = replace(settings, model="anthropic:some")
    assert not isinstance(open_chat(other), ConstrainedChatModel)


def test_llama_cpps_server_keeps_to_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    file = small_model_file()
    import xllamacpp

    given = xllamacpp.CommonParams()
    given.model.path, given.n_ctx, given.n_parallel, given.warmup = str(file), 2_048, 1, False
    given.verbosity = -1
    server = xllamacpp.Server(given)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    model = GrammarChat(
        ChatSettings(
            model="openai:any",
            base_url=f"{server.listening_address}/v1",
            grammar_field="grammar",
            max_tokens=LONGEST_TOKENS,
            timeout_s=240,
            reply_timeout_s=480,
        )
    )
    said = "".join(model.stream_within(ASKED, 'root ::= ("red" | "blue") "!"'))
    assert said in ("red!", "blue!")
    with pytest.raises(ModelUnavailable, match="grammar"):
        list(model.stream_within(ASKED, "root ::= nowhere"))
