"""Who is at the page: an id each browser keeps, and the interface language it is sent to.

Plain ASGI, so that streamed answers pass through untouched.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.server.door import BROWSER_COOKIE
from ui.languages import INTERFACE, preferred

LANGUAGE_COOKIE = "footnote_language"
_YEAR_S = 365 * 24 * 3600


class Visitors:
    """Gives a browser an id of its own and the page in its language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a first visit gets an id, a visit to `/` may be sent elsewhere."""
        if scope["type"] != "http" or not _is_page(scope):
            await self._app(scope, receive, send)
            return
        if elsewhere := _elsewhere(scope):
            await RedirectResponse(elsewhere)(scope, receive, send)
            return
        known = BROWSER_COOKIE in HTTPConnection(scope).cookies
        await self._app(scope, receive, send if known else _greeting(send))


def language_chosen(code: str) -> Response:
    """Remember an interface language and go to it."""
    known = code if code in INTERFACE else "en"
    response = RedirectResponse(mount_path(known))
    response.set_cookie(LANGUAGE_COOKIE, known, max_age=_YEAR_S, samesite="lax")
    return response


def mount_path(language: str) -> str:
    """Where the page in a language lives: English at the root."""
    return "/" if language == "en" else f"/{language}/"


def _greeting(send: Send) -> Send:
    """A `send` that adds the id to the first answer's headers."""
    cookie = f"{BROWSER_COOKIE}={secrets.token_urlsafe(24)}; Max-Age={_YEAR_S}; Path=/"

    async def greet(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.append("set-cookie", f"{cookie}; HttpOnly; SameSite=Lax")
        await send(message)

    return greet


def _elsewhere(scope: Scope) -> str | None:
    """Where the interface in the browser's language is, None where it is here."""
    if scope["path"] != "/":
        return None
    sent = HTTPConnection(scope)
    chosen = sent.cookies.get(LANGUAGE_COOKIE)
    code = chosen or preferred(sent.headers.get("accept-language", ""))
    if code == "en" or code not in INTERFACE:
        return None
    query = scope["query_string"].decode("latin-1")
    return f"{mount_path(code)}{'?' if query else ''}{query}"


def _is_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in HTTPConnection(scope).headers.get(
        "accept", ""
    )
