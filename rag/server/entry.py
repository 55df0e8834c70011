"""Lets known callers in, each as often as they may come."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.errors import RagError
from rag.server.buckets import Buckets
from rag.server.door import Caller, Door
from rag.server.problems import problem_of
from rag.server.refusals import Refusal, Refused

SESSION_PATH = "/v1/session"
_OPEN = frozenset({"/healthz", "/openapi.json", "/docs", SESSION_PATH})


class Entry:
    """Puts the Caller into the request's state; answers 401 or 429 to who may not come in."""

    def __init__(self, app: ASGIApp, door: Door, buckets: Buckets) -> None:
        self._app = app
        self._door = door
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a caller's request on."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        try:
            await self._let_in(scope)
        except RagError as error:
            await problem_of(error).response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope) -> None:
        sent, address = HTTPConnection(scope), address_of(scope)
        found = await asyncio.to_thread(self._door.caller, sent.headers, sent.cookies, address)
        open_to_all = scope["path"] in _OPEN
        if not (open_to_all and scope["method"] == "GET"):
            wait_s = self._buckets.take(found.limited if found else f"address:{address}")
            if wait_s:
                raise Refused(
                    Refusal.TOO_MANY,
                    f"too many requests: try again in {wait_s:.1f} s, or raise "
                    "server.requests_per_minute",
                    retry_after_s=wait_s,
                )
        if found is None and not open_to_all:
            raise Refused(
                Refusal.NOT_SIGNED_IN,
                "nobody is signed in: send an API key as `Authorization: Bearer KEY` "
                "(`footnote users key NAME` makes one), or sign in at POST /v1/session",
            )
        scope.setdefault("state", {})["caller"] = found


def address_of(scope: Scope) -> str:
    """The address at the other end."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _caller(request: Request) -> Caller:
    caller = request.scope["state"]["caller"]
    if not isinstance(caller, Caller):
        raise Refused(Refusal.NOT_SIGNED_IN, "nobody is signed in")
    return caller


Who = Annotated[Caller, Depends(_caller)]
"""The parameter of a route that receives its caller."""
