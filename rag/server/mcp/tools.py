"""The tools: ask, search, open_source, check_draft. They read; nothing here changes a library."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from rag import wire
from rag.engine import Engine
from rag.errors import RagError, UsageError
from rag.records import Filters, Role, Span
from rag.server.mcp import texts
from rag.server.shapes.answers import BareAnswerOut, SearchOut
from rag.server.shapes.documents import ShownOut
from rag.server.shapes.drafts import DraftOut
from rag.wire import draft_json

T = TypeVar("T")

_OPENED_CHARS = 8_000
_MOST_OPENED_CHARS = 50_000
_MOST_DRAFTED_CHARS = 50_000
_MOST_ASKED_CHARS = 4_000
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Question = Annotated[
    str,
    Field(description="in any language, whatever the documents' is", max_length=_MOST_ASKED_CHARS),
]
Documents = Annotated[list[str], Field(description="only these sources or document ids")]
Languages = Annotated[list[str], Field(description="only passages in these ISO 639-1 codes")]
Publishers = Annotated[list[str], Field(description="only documents of these publishers")]
Since = Annotated[str | None, Field(description="published on or after this ISO date")]
Until = Annotated[str | None, Field(description="published on or before this ISO date")]
RoleName = Literal[
    "body", "heading", "abstract", "quotation", "comment", "caption", "note", "reference",
    "boilerplate", "unknown",
]  # fmt: skip
Roles = Annotated[list[RoleName], Field(description="only passages of these roles")]


class Reads(Protocol):
    """Runs blocking work on the library outside the event loop."""

    async def read(self, work: Callable[[Engine], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one library."""

    library: Reads

    def add_to(self, server: MCPServer[None]) -> None:
        """Offer every tool on a server, each under its method's name and docstring."""
        for title, tool in (
            ("Ask the documents", self.ask),
            ("Search the documents", self.search),
            ("Open a source", self.open_source),
            ("Check a draft", self.check_draft),
        ):
            about = inspect.getdoc(tool)
            server.add_tool(tool, title=title, description=about, annotations=_READS)

    async def ask(
        self,
        question: Question,
        documents: Documents = [],  # noqa: B006 a schema's default; never changed
        languages: Languages = [],  # noqa: B006
        publishers: Publishers = [],  # noqa: B006
        since: Since = None,
        until: Until = None,
        roles: Roles = [],  # noqa: B006
    ) -> Annotated[CallToolResult, BareAnswerOut]:
        """Answer a question from the library's documents, every sentence cited to exact words.

        Says not_found where the documents do not say; never answers from general knowledge.
        """
        filters = _filters(documents, languages, publishers, since, until, roles)
        answer = await self._read(lambda engine: engine.ask(question, filters=filters))
        found = BareAnswerOut.model_validate(wire.answer_json(answer, passage_texts=False))
        return _result(found, texts.answered(found, map(answer.doubt, answer.claims)))

    async def search(
        self,
        question: Question,
        depth: Annotated[int, Field(description="how many passages", ge=1, le=50)] = 10,
        documents: Documents = [],  # noqa: B006
        languages: Languages = [],  # noqa: B006
        publishers: Publishers = [],  # noqa: B006
        since: Since = None,
        until: Until = None,
        roles: Roles = [],  # noqa: B006
    ) -> Annotated[CallToolResult, SearchOut]:
        """Find the passages most likely to answer a question, in any language, best first."""
        filters = _filters(documents, languages, publishers, since, until, roles)
        found = await self._read(lambda engine: _search(engine, question, depth, filters))
        return _result(found, texts.searched(found))

    async def open_source(
        self,
        source: Annotated[str, Field(description="a source or document id, as results name it")],
        start: Annotated[int, Field(description="first code point", ge=0)] = 0,
        end: Annotated[
            int | None, Field(description=f"one past the last; {_OPENED_CHARS} from start if null")
        ] = None,
    ) -> Annotated[CallToolResult, ShownOut]:
        """Read a document, or a stretch of it around a citation, with its provenance."""
        found = await self._read(lambda engine: _open(engine, source, start, end))
        return _result(found, texts.opened(found))

    async def check_draft(
        self,
        text: Annotated[
            str, Field(description="sentences in any language", max_length=_MOST_DRAFTED_CHARS)
        ],
        documents: Documents = [],  # noqa: B006
    ) -> Annotated[CallToolResult, DraftOut]:
        """Check each sentence of a draft: supported, contradicted or absent, with exact words."""
        filters = Filters(documents=tuple(documents))
        draft = await self._read(lambda engine: engine.check(text, filters=filters))
        found = DraftOut.model_validate(draft_json(draft))
        return _result(found, texts.checked(found))

    async def _read(self, work: Callable[[Engine], T]) -> T:
        try:
            return await self.library.read(work)
        except RagError as error:
            raise ToolError(str(error)) from error


def _filters(
    documents: list[str],
    languages: list[str],
    publishers: list[str],
    since: str | None,
    until: str | None,
    roles: list[RoleName],
) -> Filters:
    return Filters(
        documents=tuple(documents),
        languages=tuple(languages),
        publishers=tuple(publishers),
        since=since,
        until=until,
        roles=tuple(Role(role) for role in roles),
    )


def _search(engine: Engine, question: str, depth: int, filters: Filters) -> SearchOut:
    hits = engine.search(question, depth=depth, filters=filters)
    found = wire.search_json(question, hits, engine.asking.sources(hits))
    return SearchOut.model_validate(found)


def _open(engine: Engine, source: str, start: int, end: int | None) -> ShownOut:
    document = engine.show(source).document
    last = len(document.text)
    end = min(last, start + _OPENED_CHARS) if end is None else end
    if not start <= end <= last:
        raise UsageError(f"{source}: {start}-{end} is no stretch of its {last} characters")
    if end - start > _MOST_OPENED_CHARS:
        raise UsageError(f"{source}: open at most {_MOST_OPENED_CHARS} characters at a time")
    entry = engine.entry(document.id)
    return ShownOut.model_validate(wire.shown_json(document, entry, Span(start, end)))


def _result(found: BaseModel, text: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=found.model_dump(mode="json"),
    )
