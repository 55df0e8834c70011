"""MCP over streamable HTTP, mounted beside the REST API: the same door, limits and lanes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mcp.server.transport_security import TransportSecuritySettings

from rag.engine import Engine
from rag.records import Answer
from rag.server.mcp.offered import offered
from rag.server.mcp.tools import T
from rag.server.mounts import Mounted
from rag.server.service import Service

PATH = "/mcp"


def mounted(service: Service) -> Mounted:
    """The application to serve under `/mcp`, with the life it needs around it.

    It keeps no sessions: every request stands alone, so any worker may answer it. Who may come in,
    from which site and how often is decided before a request reaches it.
    """
    server = offered(_Lanes(service))
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=service.settings.max_body_bytes,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    manager = server.session_manager
    return Mounted(PATH, manager.asgi_app, manager.run)


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Reads the service's library in its lane for reading; answers are counted as any others."""

    service: Service

    async def read(self, work: Callable[[Engine], T]) -> T:
        found = await self.service.read(lambda: work(self.service.engine))
        if isinstance(found, Answer):
            self.service.answered(found)
        return found
