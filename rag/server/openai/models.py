"""`/v1/models`: what a completion may name as its model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from rag.server.entry import Who
from rag.server.refusals import Refusal, Refused
from rag.server.service import Service

FOOTNOTE = "footnote"
QUOTES = "footnote-quotes"
NAMES = (FOOTNOTE, QUOTES)
"""Answers as they are set up, written by a language model where there is one; and quotes alone."""


@dataclass(frozen=True, slots=True)
class Models:
    """Lists the two ways to answer."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/v1/models", tags=["openai"])
        routes.add_api_route("", self.listed, methods=["GET"], response_class=JSONResponse)
        routes.add_api_route("/{model}", self.shown, methods=["GET"], response_class=JSONResponse)
        return routes

    async def listed(self, _: Who) -> JSONResponse:
        """`footnote`, and `footnote-quotes`, which quotes even where a language model is set."""
        return JSONResponse({"object": "list", "data": [_model(name) for name in NAMES]})

    async def shown(self, model: str, _: Who) -> JSONResponse:
        """One of them."""
        return JSONResponse(_model(known(model)))


def known(name: str) -> str:
    """A model's name. Raises Refused for another."""
    if name not in NAMES:
        told = f"there is no model {name!r} here: name {' or '.join(NAMES)}"
        raise Refused(Refusal.NOT_HERE, told)
    return name


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "footnote"}
