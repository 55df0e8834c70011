"""Other applications served beside the REST interface, behind the same door and limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Scope

from rag.server.service import Service


@dataclass(frozen=True, slots=True)
class Mounted:
    """An application at a path; `lifespan` is entered while the server runs."""

    path: str
    app: ASGIApp
    lifespan: Callable[[], AbstractAsyncContextManager[object]] | None = None

    def routes(self) -> list[Route]:
        """The path with and without a slash at its end: not every program follows a redirect."""
        places = (self.path, f"{self.path}/")
        return [_Named(place, self.app, include_in_schema=False) for place in places]


class _Named(Route):
    """A route that the log and the metrics know by its pattern, as they know FastAPI's own."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self}


def mounts(service: Service) -> list[Mounted]:
    """Everything that is mounted over a service."""
    from rag.server.mcp.http import mounted  # which makes a Mounted itself

    return [mounted(service)]
