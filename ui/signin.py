"""Signing in and out: a page of its own in the reader's language, and what its form does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rag.server.buckets import Buckets
from rag.server.door import Door
from ui.assets import head, script
from ui.controls import tongues
from ui.guard import SIGN_IN, token_in
from ui.languages import INTERFACE, preferred
from ui.languages import words as words_in
from ui.render import Html, element, join
from ui.strings import Words
from ui.visitors import LANGUAGE_COOKIE

_ATTEMPTS_PER_MINUTE = 10
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The routes of the sign-in page over one door."""

    door: Door
    attempts: Buckets = field(default_factory=lambda: Buckets(_ATTEMPTS_PER_MINUTE))

    def show(self, request: Request) -> Response:
        """The form."""
        return _page(_words(request))

    async def enter(self, request: Request) -> Response:
        """Let somebody in whose name and password belong together."""
        words = _words(request)
        wait_s = self.attempts.take(request.client.host if request.client else "")
        if wait_s:
            later = words.fill(words.sign_in_later, seconds=round(wait_s + 0.5))
            return _page(words, later, status=429)
        form = await request.form()
        token = await asyncio.to_thread(
            self.door.sign_in, _field(form, "name"), _field(form, "password")
        )
        if token is None:
            return _page(words, words.sign_in_failed, status=403)
        entered = RedirectResponse("/", status_code=303)
        self._keep(entered, token, request)
        return entered

    def leave(self, request: Request) -> Response:
        """End the session everywhere."""
        self.door.sessions.end(token_in(request))
        left = RedirectResponse(SIGN_IN, status_code=303)
        self._keep(left, "", request)
        return left

    def _keep(self, answer: Response, token: str, request: Request) -> None:
        """Let the browser keep a session, or forget it where the token is empty.

        The cookie also comes along when somebody follows a link to the page from elsewhere; what
        changes anything is a POST, which pages of other sites cannot send.
        """
        secure = request.url.scheme == "https"
        answer.headers.append("set-cookie", self.door.cookie(token, secure=secure))


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _words(request: Request) -> Words:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    code = chosen if chosen in INTERFACE else preferred(request.headers.get("accept-language", ""))
    return words_in(code)


def _page(words: Words, problem: str | None = None, status: int = 200) -> HTMLResponse:
    title = element("title", f"{words.sign_in} · Footnote")
    sized = element("meta", name="viewport", content="width=device-width, initial-scale=1")
    top = element("head", element("meta", charset="utf-8"), sized, title, Html(head()))
    body = element(
        "body",
        element("main", _form(words, problem), class_="gradio-container"),
        Html(f"<script>{script('signin.js')}</script>"),
        class_="sign-in",
    )
    page = element("html", top, body, lang=words.code, dir=words.direction)
    return HTMLResponse(f"<!doctype html>\n{page}", status_code=status, headers=_HEADERS)


def _form(words: Words, problem: str | None) -> Html:
    return element(
        "form",
        element("h1", "Footnote"),
        element("p", words.sign_in_hint, class_="hint"),
        element("p", problem, class_="notice", role="alert") if problem else None,
        _box(words.user_name, "text", "name", "username"),
        _box(words.passcode, "password", "password", "current-password"),
        element("button", words.sign_in, type="submit", class_="enter"),
        element("nav", join(tongues(words)), class_="tongues", aria_label=words.language),
        method="post",
        action=SIGN_IN,
    )


def _box(label: str, kind: str, name: str, known_as: str) -> Html:
    box = element(
        "input",
        type=kind,
        name=name,
        class_="field",
        autocomplete=known_as,
        required=True,
        dir="auto",
    )
    return element("label", element("span", label), box)
