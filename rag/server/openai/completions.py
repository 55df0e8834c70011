"""`POST /v1/chat/completions`: the answer as a chat message with footnotes.

The message's `annotations` point at each footnote mark; each holds the citation as this server's
own interface gives it. The whole answer object stands beside the choices as `footnote`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from rag.records import Answer, Fragment
from rag.server import answering, events
from rag.server.answering import Question, Told
from rag.server.entry import Who
from rag.server.observed import note_answer
from rag.server.openai.footnotes import Mark, Telling, marks, message
from rag.server.openai.models import QUOTES, known
from rag.server.openai.requests import CompletionIn, chunk
from rag.server.service import Service
from rag.text.tokens import count_tokens
from rag.wire import answer_json, citation_json

_DONE = "data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Completions:
    """Answers chat completion requests."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["openai"])
        routes.add_api_route(
            "/v1/chat/completions", self.complete, methods=["POST"], response_class=JSONResponse
        )
        return routes

    async def complete(self, wanted: CompletionIn, who: Who, request: Request) -> Response:
        """Answer the user's last message; earlier ones are turns it may lean on."""
        quote_only = known(wanted.model) == QUOTES
        question = Question(
            wanted.question(),
            who.owner,
            wanted.filters.record(),
            wanted.history(),
            quote_only=quote_only,
        )
        if wanted.stream:
            pieces = answering.stream(self.service, question)
            return await events.begun(self._chunks(pieces, wanted, request))
        told = await answering.whole(self.service, question)
        self._note(request, told.answer)
        return JSONResponse(_completion(told.answer, wanted, request))

    async def _chunks(
        self, pieces: AsyncIterator[Fragment | Told], wanted: CompletionIn, request: Request
    ) -> AsyncIterator[str]:
        """The message as chunks; the last ones carry annotations, usage and the answer object."""
        head = _head(wanted, "chat.completion.chunk")
        telling = Telling()
        delta: dict[str, Any] = {"role": "assistant"}
        async for piece in pieces:
            if isinstance(piece, Fragment):
                yield events.event(None, chunk(head, {**delta, "content": telling.fragment(piece)}))
                delta = {}
                continue
            self._note(request, piece.answer)
            rest = {**delta, "content": telling.rest(piece.answer)}
            yield events.event(None, chunk(head, rest))
            noted = {"annotations": _annotations(telling.sent, piece.answer, request)}
            closing = {**chunk(head, noted, "stop"), "footnote": answer_json(piece.answer)}
            yield events.event(None, closing)
            if wanted.stream_options and wanted.stream_options.include_usage:
                usage = _usage(wanted, telling.sent)
                yield events.event(None, {**head, "choices": [], "usage": usage})
        yield _DONE

    def _note(self, request: Request, answer: Answer) -> None:
        note_answer(request, answer, with_text=self.service.settings.log_text)


def _completion(answer: Answer, wanted: CompletionIn, request: Request) -> dict[str, Any]:
    text = message(answer)
    said = {
        "role": "assistant",
        "content": text,
        "refusal": None,
        "annotations": _annotations(text, answer, request),
    }
    return {
        **_head(wanted, "chat.completion"),
        "choices": [{"index": 0, "message": said, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(wanted, text),
        "footnote": answer_json(answer),
    }


def _head(wanted: CompletionIn, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": kind,
        "created": int(time.time()),
        "model": wanted.model,
    }


def _annotations(text: str, answer: Answer, request: Request) -> list[dict[str, Any]]:
    return [_annotation(mark, request) for mark in marks(text, answer)]


def _annotation(mark: Mark, request: Request) -> dict[str, Any]:
    """In the shape of OpenAI's web citations; the address shows the very words."""
    cited = mark.citation
    place = f"v1/documents/{cited.document_id}/text?start={cited.span.start}&end={cited.span.end}"
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": mark.start,
            "end_index": mark.end,
            "title": cited.provenance.title or cited.source,
            "url": f"{request.base_url}{place}",
        },
        "footnote": citation_json(cited),
    }


def _usage(wanted: CompletionIn, text: str) -> dict[str, int]:
    asked, said = count_tokens(wanted.words()), count_tokens(text)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
