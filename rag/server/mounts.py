"""Other applications served beside the REST interface, behind the same door and limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from starlette.types import ASGIApp

from rag.server.service import Service


@dataclass(frozen=True, slots=True)
class Mounted:
    """An application under a path; `lifespan` is entered while the server runs."""

    path: str
    app: ASGIApp
    lifespan: Callable[[], AbstractAsyncContextManager[object]] | None = None


def mounts(service: Service) -> list[Mounted]:
    """Everything that is mounted over a service."""
    from rag.server.mcp.http import mounted  # which makes a Mounted itself

    return [mounted(service)]
