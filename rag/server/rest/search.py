"""`POST /v1/search`: the passages most likely to answer, with where their scores came from."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse

from rag.server.entry import Who
from rag.server.rest.inputs import SearchIn
from rag.server.service import Service
from rag.server.shapes.answers import SearchOut
from rag.wire import Json, search_json


@dataclass(frozen=True, slots=True)
class Searching:
    """Finds passages."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["search"])
        routes.add_api_route("/v1/search", self.search, methods=["POST"], response_model=SearchOut)
        return routes

    async def search(self, wanted: SearchIn, _: Who) -> JSONResponse:
        """Find passages without answering."""
        found = await self.service.read(lambda: self._found(wanted))
        return JSONResponse(found)

    def _found(self, wanted: SearchIn) -> Json:
        engine = self.service.engine
        hits = engine.search(wanted.question, depth=wanted.depth, filters=wanted.filters.record())
        return search_json(wanted.question, hits, engine.asking.sources(hits))
