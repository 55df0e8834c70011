"""`POST /v1/ask`: the answer object, or its fragments as they come and then the object."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from rag.records import Fragment
from rag.server import answering, events
from rag.server.answering import Question, Told
from rag.server.entry import Who
from rag.server.observed import note_answer
from rag.server.rest.inputs import AskIn
from rag.server.service import Service
from rag.server.shapes.answers import AnswerOut
from rag.wire import answer_json

_STREAM = {
    "description": "The answer; as server-sent events where asked for: `fragment` "
    '`{"text", "citations"}` as often as it takes, then `answer` with the object, or `error`.',
    "content": {events.MEDIA_TYPE: {"schema": {"type": "string"}}},
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["ask"])
        routes.add_api_route(
            "/v1/ask",
            self.ask,
            methods=["POST"],
            response_model=AnswerOut,
            responses={200: _STREAM},
        )
        return routes

    async def ask(self, wanted: AskIn, who: Who, request: Request) -> Response:
        """Answer a question from the library, every sentence cited.

        Events are sent where `stream` is true or the Accept header asks for them.
        """
        question = Question(
            wanted.question,
            who.owner,
            wanted.filters.record(),
            tuple(turn.record() for turn in wanted.history),
            wanted.conversation,
            wanted.quote_only,
        )
        if wanted.stream or events.wanted(request):
            pieces = answering.stream(self.service, question)
            return await events.begun(self._events(pieces, wanted, request))
        told = await answering.whole(self.service, question)
        return JSONResponse(self._told(told, wanted, request))

    async def _events(
        self, pieces: AsyncIterator[Fragment | Told], wanted: AskIn, request: Request
    ) -> AsyncIterator[str]:
        async for piece in pieces:
            if isinstance(piece, Told):
                yield events.event("answer", self._told(piece, wanted, request))
            else:
                value = {"text": piece.text, "citations": list(piece.citations)}
                yield events.event("fragment", value)

    def _told(self, told: Told, wanted: AskIn, request: Request) -> dict[str, Any]:
        note_answer(request, told.answer, with_text=self.service.settings.log_text)
        answer = answer_json(told.answer, passage_texts=wanted.passage_texts)
        return {**answer, "conversation": told.conversation, "turn": told.turn}
