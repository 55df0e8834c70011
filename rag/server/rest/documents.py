"""`/v1/documents`: what the library holds; corrections, removal and its undo."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from rag.records import Span
from rag.server.entry import Who
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import EditIn
from rag.server.service import Service
from rag.server.shapes.documents import (
    DocumentOut,
    DocumentsOut,
    RemovedOut,
    ReportedOut,
    ShownOut,
)
from rag.wire import document_json, shown_json

_TO_SAVE = {
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}
"""An original is somebody else's file: no browser may run it as a page of this server."""

Place = Annotated[int | None, Query(ge=0, description="code points into the canonical text")]


@dataclass(frozen=True, slots=True)
class Documents:
    """Shows and looks after documents; `document` in a path is an id."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/v1/documents", tags=["documents"])
        one = "/{document}"
        add = routes.add_api_route
        add("", self.listed, methods=["GET"], response_model=DocumentsOut)
        add(one, self.shown, methods=["GET"], response_model=ReportedOut)
        add(f"{one}/text", self.text, methods=["GET"], response_model=ShownOut)
        add(f"{one}/original", self.original, methods=["GET"], response_class=Response)
        add(one, self.edit, methods=["PATCH"], response_model=DocumentOut)
        add(one, self.remove, methods=["DELETE"], response_model=RemovedOut)
        add(f"{one}/restore", self.restore, methods=["POST"], response_model=DocumentOut)
        return routes

    async def listed(self, _: Who, source: str | None = None) -> JSONResponse:
        """Every document, or the one known by `source`."""
        engine = self.service.engine
        found = await self.service.read(
            lambda: engine.documents() if source is None else [engine.entry(source)]
        )
        return JSONResponse({"documents": [document_json(entry) for entry in found]})

    async def shown(self, document: str, _: Who) -> JSONResponse:
        """A document with what was read from it: languages, roles, speakers, twins."""
        engine = self.service.engine

        def look() -> dict[str, Any]:
            entry = engine.entry(document)
            return {**document_json(entry), "report": asdict(engine.report(entry.id))}

        return JSONResponse(await self.service.read(look))

    async def text(
        self, document: str, _: Who, start: Place = None, end: Place = None
    ) -> JSONResponse:
        """The canonical text, or a stretch of it: what a citation's `start` and `end` point to."""
        return JSONResponse(await self.service.read(lambda: self._stretch(document, start, end)))

    def _stretch(self, document: str, start: int | None, end: int | None) -> dict[str, Any]:
        shown = self.service.engine.show(document).document
        length = len(shown.text)
        first, last = start or 0, length if end is None else end
        if not first <= last <= length:
            raise Refused(
                Refusal.UNUSABLE,
                f"{first}-{last} is no stretch of {shown.source}, which has {length} characters",
            )
        entry = self.service.engine.entry(shown.id)
        return shown_json(shown, entry, Span(first, last))

    async def original(self, document: str, _: Who) -> Response:
        """The file the document was read from, to be saved."""
        engine = self.service.engine
        data = await self.service.read(
            lambda: engine.originals.get(engine.entry(document).original)
        )
        return Response(data, media_type="application/octet-stream", headers=_TO_SAVE)

    async def edit(self, document: str, wanted: EditIn, _: Who) -> JSONResponse:
        """Correct a document's provenance and roles; holds for later versions of it too."""
        provenance, roles = wanted.provenance(), wanted.corrected_roles()
        if not provenance and not roles:
            fields = ", ".join(EditIn.model_fields)
            told = f"nothing to change was given: name one of {fields}"
            raise Refused(Refusal.UNUSABLE, told)
        engine = self.service.engine
        entry = await self.service.change(lambda: engine.edit(document, provenance, roles))
        return JSONResponse(document_json(entry))

    async def remove(self, document: str, _: Who, now: bool = False) -> JSONResponse:
        """Take a document out of the library; for good at once with `now`, else undoable."""
        engine = self.service.engine
        entry = await self.service.change(lambda: engine.remove(document, now=now))
        return JSONResponse({"removed": entry.id, "source": entry.source, "undo": not now})

    async def restore(self, document: str, _: Who) -> JSONResponse:
        """Undo a removal."""
        engine = self.service.engine
        entry = await self.service.change(lambda: engine.restore(document))
        return JSONResponse(document_json(entry))
