"""Looks at every request from outside: a number for it, a line in the log, a count."""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.records import Answer
from rag.server import logs
from rag.server.metrics import Metrics

_LOG = logging.getLogger(logs.NAME)
_UNKNOWN_ROUTE = "(none)"
_FAILED = 500


class Observed:
    """Gives each request an id, which its answer carries as X-Request-Id, and tells how it went."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it ended, whichever way it does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = number = secrets.token_hex(8)
        status, began = _FAILED, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = number
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.request(scope["method"], route, status, seconds)
        state = scope["state"]
        caller = state.get("caller")
        fields: dict[str, Any] = {
            "request": state["request_id"],
            "method": scope["method"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "caller": caller.name if caller else None,
            **state.get("noted", {}),
        }
        _LOG.info("request", extra={logs.FIELDS: fields})


def _route(scope: Scope) -> str:
    """The route's pattern: a path itself may name a document."""
    return str(getattr(scope.get("route"), "path", _UNKNOWN_ROUTE))


def note_answer(request: Request, answer: Answer, *, with_text: bool) -> None:
    """Have the log tell how a question was answered; what was asked only `with_text`."""
    noted: dict[str, Any] = {
        "verdict": answer.verdict.value,
        "model": answer.model,
        "dropped_keys": answer.dropped_keys,
        "stages_ms": dict(answer.timings_ms),
    }
    if with_text:
        noted["question"] = answer.question
    request.scope.setdefault("state", {})["noted"] = noted
