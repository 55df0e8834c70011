"""Server-sent events (WHATWG HTML, "Server-sent events"): a name and a JSON value each."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from rag.errors import RagError
from rag.server.problems import problem_of

MEDIA_TYPE = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wanted(request: Request) -> bool:
    """Whether the caller asks for events by its Accept header."""
    return MEDIA_TYPE in request.headers.get("accept", "")


def event(name: str | None, value: object) -> str:
    """One event; without a name it is a plain message."""
    data = json.dumps(value, ensure_ascii=False, allow_nan=False)
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {data}\n\n"


async def begun(events: AsyncIterator[str]) -> StreamingResponse:
    """A response of events, once there is a first one: a failure before that has its own status.

    What fails later is told as an event `error`, for the status has been sent by then.
    """
    first = await anext(events, "")
    return StreamingResponse(_guarded(first, events), media_type=MEDIA_TYPE, headers=_HEADERS)


async def _guarded(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    try:
        async for each in rest:
            yield each
    except RagError as error:
        yield event("error", failure(error))


def failure(error: RagError) -> dict[str, Any]:
    """The error object of a failure."""
    return problem_of(error).json()
