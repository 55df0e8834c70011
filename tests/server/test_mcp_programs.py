"""The official MCP client against `footnote mcp` as a process, and against the server's /mcp."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import TextContent

from rag.engine import Engine
from rag.server import run
from rag.server.background import served
from rag.server.service import Service
from rag.settings import Settings
from tests.fakes.own_loop import finished

T = TypeVar("T")
COMMAND = "import sys; from rag.cli import main; sys.exit(main())"
DRAFT = (
    "Dmitry Peskov speaks for President Vladimir Putin. "
    "The land border between Russia and China is longer than 5300 kilometers."
)


def by_stdio(settings: Settings, work: Callable[[Client], Awaitable[T]]) -> T:
    """The result of work with a client of a real `footnote mcp`."""

    async def run() -> T:
        process = StdioServerParameters(
            command=sys.executable,
            args=["-c", COMMAND, "--data", str(settings.data), "mcp"],
            cwd=Path(__file__).resolve().parents[2],
        )
        async with Client(stdio_client(process)) as client:
            return await work(client)

    return finished(asyncio.wait_for(run(), 120))


def text_of(result: Any) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_a_program_works_with_the_library(demo_settings: Settings, demo: Engine) -> None:
    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["ask", "search", "open_source", "check_draft"]
        assert all(tool.output_schema and tool.description for tool in tools.values())
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        await ask_and_open(client, demo)
        await check(client)
        await wrong_arguments(client)
        await resources(client, demo)

    by_stdio(demo_settings, work)


async def ask_and_open(client: Client, demo: Engine) -> None:
    """An answer's citation can be opened by what the answer tells of it."""
    result = await client.call_tool("ask", {"question": "谁是克里姆林宫的发言人?"})
    found = result.structured_content
    assert found is not None
    cited = found["citations"][0]
    assert f"[1] {cited['source']}:{cited['start']}-{cited['end']}" in text_of(result)
    place = {"source": cited["source"], "start": cited["start"], "end": cited["end"]}
    opened = (await client.call_tool("open_source", place)).structured_content
    assert opened is not None
    assert opened["text"] == cited["quote"]
    search = await client.call_tool(
        "search", {"question": "S-400", "depth": 2, "languages": ["ru"]}
    )
    hits = (search.structured_content or {})["retrieved"]
    assert [(hit["rank"], hit["language"]) for hit in hits] == [(1, "ru"), (2, "ru")]
    none = await client.call_tool("ask", {"question": "How many goals did Pelé score in 1970?"})
    assert (none.structured_content or {})["verdict"] == "not_found"
    assert "The documents do not say." in text_of(none)


async def check(client: Client) -> None:
    result = await client.call_tool("check_draft", {"text": DRAFT})
    found = result.structured_content
    assert found is not None
    assert [each["verdict"] for each in found["sentences"]] == ["supported", "contradicted"]
    assert "[contradicted]" in text_of(result)


async def wrong_arguments(client: Client) -> None:
    """A wrong value is an error a model can read, and the server lives on."""
    for tool, arguments, told in (
        ("open_source", {"source": "no-such.txt"}, 'no document "no-such.txt"'),
        ("open_source", {"source": "01-reset-question.txt", "start": 10**7}, "no stretch"),
        ("search", {"question": "x", "depth": 0}, "depth"),
        ("search", {"question": "x", "since": "yesterday"}, "yesterday"),
        ("ask", {}, "question"),
        ("ask", {"question": "x", "documents": ["no-such.txt"]}, "no-such.txt"),
        ("check_draft", {"text": "x" * 60_000}, "text"),
    ):
        result = await client.call_tool(tool, arguments)
        assert result.is_error, (tool, arguments)
        assert told in text_of(result)


async def resources(client: Client, demo: Engine) -> None:
    (listed,) = (await client.read_resource("footnote://documents")).contents
    documents = json.loads(listed.text)["documents"]  # type: ignore[union-attr]
    assert {each["id"] for each in documents} == {each.id for each in demo.documents()}
    first = documents[0]["id"]
    (words,) = (await client.read_resource(f"footnote://documents/{first}")).contents
    assert words.text == demo.show(first).document.text  # type: ignore[union-attr]
    with pytest.raises(MCPError, match="no document"):
        await client.read_resource("footnote://documents/none")


def test_a_library_that_cannot_be_opened_is_told_by_the_tools(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"no library" * 100)

    async def work(client: Client) -> str:
        result = await client.call_tool("ask", {"question": "Who?"})
        assert result.is_error
        return text_of(result)

    told = by_stdio(Settings(data=tmp_path), work)
    assert "library" in told
    assert "Traceback" not in told


@pytest.fixture(scope="module")
def address(demo: Engine) -> Iterator[str]:
    """Where the API answers over the demo library."""
    app = run.application(Service.over(demo))
    with served(run.config(app, "127.0.0.1", 0)) as found:
        yield found


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_the_same_tools_over_http(address: str, path: str) -> None:
    async def work() -> None:
        async with Client(address + path) as client:
            assert len((await client.list_tools()).tools) == 4
            await check(client)
            await wrong_arguments(client)

    finished(asyncio.wait_for(work(), 120))


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_no_redirect_is_needed(address: str, path: str) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepted = {"Accept": "application/json, text/event-stream"}
    answer = httpx.post(address + path, json=asked, headers=accepted, follow_redirects=False)
    assert answer.status_code == 200
    assert len(answer.json()["result"]["tools"]) == 4
    assert f'route="{path}"' in httpx.get(f"{address}/metrics").text


def test_answers_are_counted(address: str) -> None:
    def counted() -> int:
        return httpx.get(f"{address}/metrics").text.count(
            'footnote_answers_total{verdict="not_found"}'
        )

    async def work() -> None:
        async with Client(f"{address}/mcp") as client:
            await client.call_tool("ask", {"question": "How many goals did Pelé score in 1970?"})

    assert counted() == 0
    finished(asyncio.wait_for(work(), 120))
    assert counted() == 1
