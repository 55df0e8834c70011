"""`/v1/feedback`: what a reader says of a kept answer."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse

from rag.history import KeptTurn
from rag.server.entry import Who
from rag.server.rest.conversations import turn_json
from rag.server.rest.inputs import FeedbackIn
from rag.server.service import Service
from rag.server.shapes.talks import JudgedOut, TurnOut


@dataclass(frozen=True, slots=True)
class Judging:
    """Keeps and lists the caller's judgements."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/v1/feedback", tags=["feedback"])
        routes.add_api_route("", self.judge, methods=["POST"], response_model=TurnOut)
        routes.add_api_route("", self.judged, methods=["GET"], response_model=JudgedOut)
        return routes

    async def judge(self, wanted: FeedbackIn, who: Who) -> JSONResponse:
        """Say of a turn that it is right, wrong, or cites wrongly; null takes that back."""

        def change() -> KeptTurn:
            history = self.service.history
            history.turn(who.owner, wanted.turn)
            history.judge(who.owner, wanted.turn, wanted.feedback, wanted.comment)
            return history.turn(who.owner, wanted.turn)

        return JSONResponse(turn_json(await self.service.read(change)))

    async def judged(self, who: Who) -> JSONResponse:
        """Every turn the caller has judged, oldest first."""
        found = await self.service.read(lambda: self.service.history.judged(who.owner))
        return JSONResponse({"turns": [turn_json(each) for each in found]})
