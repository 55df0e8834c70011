"""Nobody past this point who has not signed in, where there are people who can.

Plain ASGI, so that streamed answers pass through untouched. It stands before every route, those
of Gradio too.
"""

from __future__ import annotations

import asyncio

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.server.door import Door
from rag.server.sessions import COOKIE

SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
_OPEN = (SIGN_IN, "/language/")


class Guard:
    """Notes who sends a request, and sends whoever is not signed in to the sign-in page."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the way in."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        person = await asyncio.to_thread(person_in, HTTPConnection(scope), self._door)
        if person is None and not scope["path"].startswith(_OPEN):
            await _way_in(scope)(scope, receive, send)
            return
        scope.setdefault("state", {})["person"] = person or None
        await self._app(scope, receive, send)


def person_in(sent: HTTPConnection, door: Door) -> str | None:
    """Who is signed in by a request's cookie: a name, "" where nobody has to, else None."""
    return door.signed_in(token_in(sent)) if door.closed else ""


def token_in(sent: HTTPConnection) -> str:
    """The session a request's cookie names; empty where it names none."""
    return sent.cookies.get(COOKIE, "")


def person_of(request: Request) -> str | None:
    """Who sends a request that the guard has let in."""
    person = request.scope.get("state", {}).get("person")
    return str(person) if person else None


def _way_in(scope: Scope) -> Response:
    """The sign-in page for whoever looks for a page; for scripts the plain reason."""
    wants_page = "text/html" in HTTPConnection(scope).headers.get("accept", "")
    if scope["type"] == "http" and scope["method"] == "GET" and wants_page:
        return RedirectResponse(SIGN_IN, status_code=303)
    return PlainTextResponse("sign in first", status_code=401)
