"""`POST /v1/check`: each sentence of a draft supported, contradicted or absent."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse

from rag.server.entry import Who
from rag.server.rest.inputs import CheckIn
from rag.server.service import Service
from rag.server.shapes.drafts import DraftOut
from rag.wire import draft_json


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks drafts."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["check"])
        routes.add_api_route("/v1/check", self.check, methods=["POST"], response_model=DraftOut)
        return routes

    async def check(self, wanted: CheckIn, _: Who) -> JSONResponse:
        """Check each sentence of a draft against the library, with the words behind it."""
        engine, filters = self.service.engine, wanted.filters.record()
        draft = await self.service.read(lambda: engine.check(wanted.text, filters=filters))
        return JSONResponse(draft_json(draft))
