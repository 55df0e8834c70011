"""The API inside another application, the page: one process, one port, paths of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.engine import Engine
from rag.history import History
from rag.server.app import api
from rag.server.mounts import mounts
from rag.server.service import Service

_PATHS = frozenset({"/healthz", "/metrics", "/openapi.json", "/docs", "/mcp"})
_FOLDERS = ("/v1/", "/mcp/")


class Beside:
    """Sends the API's paths to the API and everything else on to the page."""

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self._page = app
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by path; the API passes its own checks only."""
        path = scope.get("path", "")
        own = scope["type"] == "http" and (path in _PATHS or path.startswith(_FOLDERS))
        await (self._api if own else self._page)(scope, receive, send)


def attach(
    page: FastAPI, engine: Engine, *, history: History, writing: Lock, local: bool
) -> Service:
    """Offer the API over `engine` inside the page's application; it ends with the page.

    `history` and `writing` are the page's own, so that both see the same conversations and do not
    change the library at once. `local` is a server that only this machine can reach.
    """
    service = Service.over(engine, history=history, writing=writing)
    offered = api(service, local=local, mounted=mounts(service))
    own = page.router.lifespan_context

    @asynccontextmanager
    async def both(app: FastAPI) -> AsyncIterator[None]:
        async with offered.router.lifespan_context(offered), own(app):
            yield

    page.router.lifespan_context = both
    page.add_middleware(Beside, api=offered)
    return service
