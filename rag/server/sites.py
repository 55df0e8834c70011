"""Keeps pages of other sites out, since a browser lends them the way to this machine.

Three rules. A request must name this machine (its Host), or a site could give its own name this
machine's address and pass for it (DNS rebinding). A request that changes something must not come
from a page of another site (its Origin, or Sec-Fetch-Site). Nothing here is readable by other
sites unless `server.origins` names them (CORS).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.server.problems import problem_of
from rag.server.refusals import Refusal, Refused
from rag.settings import ServerSettings

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_HARMLESS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Names this server goes by (none is any name), and sites that may use it from a browser."""

    hosts: frozenset[str]
    origins: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: ServerSettings, *, local: bool) -> Allowed:
        """What the settings allow; `local` is a server that only this machine can reach."""
        named = listed(settings.hosts)
        hosts = (*named, *_THIS_MACHINE) if local or named else ()
        return cls(frozenset(hosts), listed(settings.origins))


def listed(setting: str) -> tuple[str, ...]:
    """The values of a setting that holds several, separated by commas."""
    return tuple(part.strip() for part in setting.split(",") if part.strip())


class Sites:
    """Passes a request on when no page of another site can be behind it."""

    def __init__(self, app: ASGIApp, allowed: Allowed) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 or 403, or pass the request on."""
        if scope["type"] == "http" and (refused := self._refusal(scope)):
            await problem_of(refused).response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refused | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._allowed.hosts and _name(host) not in self._allowed.hosts:
            return Refused(
                Refusal.BAD_REQUEST,
                f"this server does not go by the name {host!r}: use its own address, "
                "or add the name to server.hosts",
            )
        if scope["method"] in _HARMLESS or not self._foreign(headers, host):
            return None
        origin = headers.get("origin", "another site")
        return Refused(
            Refusal.FORBIDDEN,
            f"a page of {origin} may not change anything here: add it to server.origins if it may",
        )

    def _foreign(self, headers: Headers, host: str) -> bool:
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        return origin not in self._allowed.origins and urlsplit(origin).netloc != host


def _name(host: str) -> str:
    """The name in a Host header, without its port; the brackets of IPv6 are dropped."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
