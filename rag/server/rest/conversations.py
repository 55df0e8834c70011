"""`/v1/conversations`: the caller's own talks, kept by the server."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from rag.history import Conversation, KeptTurn
from rag.server.entry import Who
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import NameIn
from rag.server.service import Service
from rag.server.shapes.talks import ConversationOut, ConversationsOut, TalkOut
from rag.wire import answer_json


@dataclass(frozen=True, slots=True)
class Conversations:
    """Lists, begins, shows, renames and deletes the caller's conversations."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/v1/conversations", tags=["conversations"])
        one = "/{conversation}"
        add = routes.add_api_route
        add("", self.listed, methods=["GET"], response_model=ConversationsOut)
        add("", self.begin, methods=["POST"], response_model=ConversationOut, status_code=201)
        add(one, self.shown, methods=["GET"], response_model=TalkOut)
        add(one, self.rename, methods=["PATCH"], response_model=ConversationOut)
        add(one, self.delete, methods=["DELETE"], status_code=204)
        return routes

    async def listed(self, who: Who, search: str = "") -> JSONResponse:
        """The caller's conversations, last used first, those whose words hold `search`."""
        history = self.service.history
        found = await self.service.read(lambda: history.conversations(who.owner, search))
        return JSONResponse({"conversations": [asdict(each) for each in found]})

    async def begin(self, wanted: NameIn, who: Who) -> JSONResponse:
        """Begin a conversation."""
        history = self.service.history
        made = await self.service.read(lambda: history.start(who.owner, wanted.name))
        return JSONResponse(asdict(made), 201)

    async def shown(self, conversation: str, who: Who) -> JSONResponse:
        """A conversation with its turns, each with its whole answer."""

        def look() -> dict[str, Any]:
            found = self._own(who.owner, conversation)
            turns = self.service.history.turns(who.owner, conversation)
            return {**asdict(found), "turns": [turn_json(each) for each in turns]}

        return JSONResponse(await self.service.read(look))

    async def rename(self, conversation: str, wanted: NameIn, who: Who) -> JSONResponse:
        """Give a conversation another name."""

        def change() -> Conversation:
            self._own(who.owner, conversation)
            self.service.history.rename(who.owner, conversation, wanted.name)
            return self._own(who.owner, conversation)

        return JSONResponse(asdict(await self.service.read(change)))

    async def delete(self, conversation: str, who: Who) -> Response:
        """Delete a conversation with its turns, for good."""

        def change() -> None:
            self._own(who.owner, conversation)
            self.service.history.delete(who.owner, conversation)

        await self.service.read(change)
        return Response(status_code=204)

    def _own(self, owner: str, conversation: str) -> Conversation:
        """The caller's conversation of this id. Raises Refused for anybody else's."""
        for each in self.service.history.conversations(owner):
            if each.id == conversation:
                return each
        told = f"no conversation {conversation!r}: GET /v1/conversations lists yours"
        raise Refused(Refusal.NOT_HERE, told)


def turn_json(turn: KeptTurn) -> dict[str, Any]:
    """A kept turn; `answer` is null where it was stopped or has yet to come."""
    return {
        "id": turn.id,
        "conversation": turn.conversation_id,
        "position": turn.position,
        "question": turn.question,
        "asked": turn.asked,
        "answer": answer_json(turn.answer) if turn.answer else None,
        "feedback": turn.feedback,
        "comment": turn.comment,
    }
