"""`POST /v1/documents`: files into the library, with a report on each."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from rag.records import IngestEvent, IngestOutcome
from rag.server import events
from rag.server.entry import Who
from rag.server.filing import file_all
from rag.server.refusals import Refusal, Refused
from rag.server.service import Service
from rag.server.shapes.documents import IngestOut
from rag.wire import ingest_json

FILES_PATH = "/v1/documents"
_MOST_FILES = 200
_READ = frozenset({IngestOutcome.ADDED, IngestOutcome.UPDATED, IngestOutcome.UNCHANGED})
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Uploads:
    """Takes files in."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["documents"])
        routes.add_api_route(
            FILES_PATH,
            self.add,
            methods=["POST"],
            response_model=IngestOut,
            openapi_extra=_BODY,
        )
        return routes

    async def add(self, request: Request, _: Who) -> Response:
        """Read files into the library: documents, or zip archives of them.

        A file of a name that is known replaces its earlier version. What cannot be read is listed
        with its reason, and the rest goes on. An Accept header of `text/event-stream` gets an
        event `progress` for each file, then `report`; hanging up stops after the file at hand.
        """
        changing = self.service.lanes.changing
        changing.refuse_full()
        folder, refused = await _received(request)

        def work() -> Iterator[IngestEvent]:
            return self._ingested(folder, refused)

        if events.wanted(request):
            return await events.begun(_told(changing.stream(work)))
        began = time.monotonic()
        came = await changing.run(lambda: list(work()))
        return JSONResponse(_accepted(came, time.monotonic() - began))

    def _ingested(
        self, folder: TemporaryDirectory[str], refused: Sequence[IngestEvent]
    ) -> Iterator[IngestEvent]:
        """Read what lies in the folder, which is gone afterwards."""
        with folder, self.service.writing:
            yield from refused
            if any(Path(folder.name).iterdir()):
                yield from self.service.engine.ingest([folder.name])


async def _received(request: Request) -> tuple[TemporaryDirectory[str], list[IngestEvent]]:
    """The files of a request in a folder of their own, and those that cannot be filed."""
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES) as form:
        files = [each for _, each in form.multi_items() if isinstance(each, UploadFile)]
        if not files:
            told = "no file was sent: give files as `files` in multipart/form-data"
            raise Refused(Refusal.UNUSABLE, told)
        folder = TemporaryDirectory(prefix="footnote-upload-")
        return folder, await file_all(files, Path(folder.name))


async def _told(came: AsyncIterator[IngestEvent]) -> AsyncIterator[str]:
    """An event for each file, then the report."""
    began, kept = time.monotonic(), []
    async for each in came:
        kept.append(each)
        yield events.event("progress", asdict(each))
    yield events.event("report", _report(kept, time.monotonic() - began))


def _accepted(came: Sequence[IngestEvent], seconds: float) -> dict[str, Any]:
    """The report. Raises Refused where nothing at all could be read."""
    if any(each.outcome in _READ for each in came):
        return _report(came, seconds)
    problems = [f"{each.source}: {each.reason}" for each in came]
    broken = any(each.outcome is IngestOutcome.FAILED for each in came)
    kind = Refusal.UNUSABLE if broken else Refusal.UNSUPPORTED_TYPE
    raise Refused(kind, "none of the files was read: " + "; ".join(problems), problems)


def _report(came: Sequence[IngestEvent], seconds: float) -> dict[str, Any]:
    """What `ingest --json` prints, and the documents that were read."""
    read = [
        {"id": each.document_id, "source": each.source, "passages": each.passages}
        for each in came
        if each.outcome in _READ
    ]
    return {**ingest_json(came, seconds), "documents": read}
