"""What the parts of the page share: the engine, what is kept for readers, and the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import gradio as gr
from starlette.requests import Request

from rag.engine import Engine
from rag.history import FILE_NAME, History, KeptTurn
from rag.records import DocumentEntry, Provenance
from rag.server.door import BROWSER_COOKIE
from ui.guard import person_of
from ui.languages import words
from ui.preferences import Models
from ui.provenance import title_of
from ui.runs import Runs
from ui.strings import Words

Updates = dict[Any, Any]
"""New values of components, by component: what an event's function returns."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How the page listens to its own events: no spinners over the words, no public endpoints."""

EVERY: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
"""How it listens to what may be done again before the first time is over; nothing is dropped."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One page over one library.

    `writing` is held while documents are added or removed. `local` is a page that this machine
    alone can reach: what lies on it can be added by its path, any model can be named.
    """

    engine: Engine
    history: History
    models: Models
    runs: Runs
    words: Words
    local: bool = False
    writing: Lock = field(default_factory=Lock)

    @classmethod
    def over(cls, engine: Engine, *, local: bool = False, history: History | None = None) -> Desk:
        """The desk in English over an engine; conversations are kept in its data folder."""
        kept = history or History(engine.settings.data / FILE_NAME)
        return cls(engine, kept, Models(engine, typed=local), Runs(engine), words("en"), local)

    def speaking(self, language: str) -> Desk:
        """The same desk with the interface in another language."""
        return replace(self, words=words(language))

    def choices(self) -> list[tuple[str, str]]:
        """The documents a question may be limited to, as (title, id), by title."""
        entries = self.engine.documents()
        return sorted((title_of(each.provenance, each.source), each.id) for each in entries)

    def provenance(self, turns: Iterable[KeptTurn]) -> dict[str, Provenance]:
        """Where the documents come from, by id, whose passages turns without an answer show."""
        hits = (
            hit
            for each in turns
            if each.answer is not None and not each.answer.citations
            for hit in each.answer.retrieved
        )
        found = self.engine.library.corpus.described(hit.passage.document_id for hit in hits)
        return {key: entry.provenance for key, entry in found.items()}

    def entries(self) -> list[DocumentEntry]:
        """The documents of the library as it stands."""
        return self.engine.documents()


def owner_of(request: gr.Request | Request) -> str:
    """Whose conversations these are: who signed in, else the id this browser keeps.

    A program without cookies gets an owner that lasts as long as its session.
    """
    signed_in = person_of(request) if isinstance(request, Request) else request.username
    kept = dict(request.cookies or {}).get(BROWSER_COOKIE)
    return signed_in or kept or f"session-{getattr(request, 'session_hash', None)}"
