"""`/healthz` and `/metrics`: for whoever looks after the server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from rag.server import metrics
from rag.server.entry import Who
from rag.server.service import Service
from rag.server.shapes.server import HealthOut


@dataclass(frozen=True, slots=True)
class Health:
    """Says that the library can be read, and how much has been done.

    Neither route stands in a lane: they answer although all others are full.
    """

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(tags=["health"])
        routes.add_api_route("/healthz", self.health, methods=["GET"], response_model=HealthOut)
        routes.add_api_route("/metrics", self.metrics, methods=["GET"], response_class=Response)
        return routes

    async def health(self) -> JSONResponse:
        """`ok`, and how many documents there are; an error where the library cannot be read."""
        held = await asyncio.to_thread(self.service.engine.library.corpus.statistics)
        return JSONResponse({"status": "ok", "documents": held.documents})

    async def metrics(self, _: Who) -> Response:
        """Figures for Prometheus."""
        held = await asyncio.to_thread(self.service.engine.library.corpus.statistics)
        return Response(self.service.metrics.text(held), media_type=metrics.MEDIA_TYPE)
