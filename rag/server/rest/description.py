"""`/openapi.json` and `/docs`: what there is to ask for, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse

from rag.server.reference import page
from rag.server.service import Service

_INERT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True, slots=True)
class Describing:
    """Tells of every route. Its own are open to everybody."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/openapi.json", self.description, methods=["GET"])
        routes.add_api_route("/docs", self.page, methods=["GET"])
        return routes

    async def description(self, request: Request) -> JSONResponse:
        """The OpenAPI description."""
        return JSONResponse(request.app.openapi())

    async def page(self, request: Request) -> HTMLResponse:
        """The same as a page."""
        return HTMLResponse(page(request.app.openapi()), headers=_INERT)
