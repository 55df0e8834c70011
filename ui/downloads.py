"""Files the page hands out: the originals of documents, and conversations to take along."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from rag.errors import NotInLibrary
from ui.desk import Desk, owner_of
from ui.exports import FORMATS, export
from ui.judged import evaluation_lines

_SHOWN_AS_TEXT = re.compile(
    r"csv|eml|html?|jsonl?|log|markdown|mbox|md|rst|rtf|te?xt|tsv|xhtml|xml|ya?ml", re.IGNORECASE
)
_INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True, slots=True)
class Downloads:
    """Answers requests for files; nothing in them runs as a page of this site."""

    desk: Desk

    def original(self, document_id: str) -> Response:
        """A document's file: text and HTML as plain text, PDF as such, others to be saved."""
        try:
            entry = self.desk.engine.entry(document_id)
            data = self.desk.engine.originals.get(entry.original)
        except NotInLibrary as error:
            return PlainTextResponse(str(error), status_code=404)
        suffix = entry.source.rpartition(".")[2]
        if _SHOWN_AS_TEXT.fullmatch(suffix):
            return Response(data, media_type=f"text/plain{_charset(data)}", headers=_INERT)
        if suffix.lower() == "pdf":
            shown = {name: value for name, value in _INERT.items() if "Policy" not in name}
            return Response(data, media_type="application/pdf", headers=shown)
        saved = {**_INERT, "Content-Disposition": "attachment"}
        return Response(data, media_type="application/octet-stream", headers=saved)

    def conversation(self, conversation_id: str, form: str, request: Request) -> Response:
        """A conversation in one of the export formats, to be saved."""
        owner = owner_of(request)
        names = {each.id: each.name for each in self.desk.history.conversations(owner)}
        if form not in FORMATS or conversation_id not in names:
            return PlainTextResponse("there is no such conversation", status_code=404)
        turns = self.desk.history.turns(owner, conversation_id)
        kind = FORMATS[form]
        saved = {**_INERT, "Content-Disposition": f'attachment; filename="footnote.{kind.suffix}"'}
        text = export(form, names[conversation_id], turns)
        return Response(text, media_type=f"{kind.media_type}; charset=utf-8", headers=saved)

    def run(self, run_id: str, form: str, request: Request) -> Response:
        """The report of an evaluation the owner has run, to be saved."""
        try:
            path = self.desk.runs.file(owner_of(request), run_id, form)
        except NotInLibrary as error:
            return PlainTextResponse(str(error), status_code=404)
        name = f"evaluation-{path.name}"
        saved = {**_INERT, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(path.read_bytes(), media_type="application/octet-stream", headers=saved)

    def judged(self, request: Request) -> Response:
        """What the owner has judged, as lines of an evaluation file."""
        saved = {**_INERT, "Content-Disposition": 'attachment; filename="judged.jsonl"'}
        text = evaluation_lines(self.desk.history, owner_of(request))
        return Response(text, media_type="application/jsonl; charset=utf-8", headers=saved)


def _charset(data: bytes) -> str:
    """`; charset=utf-8` where the bytes are that; else the browser tells for itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "; charset=utf-8"
