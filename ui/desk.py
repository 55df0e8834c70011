"""What the parts of the page share: the engine, the conversations and the interface's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import gradio as gr
from starlette.requests import Request

from rag.engine import Engine
from rag.history import History
from rag.records import DocumentEntry
from ui.provenance import title_of
from ui.strings import Words

OWNER_COOKIE = "footnote_owner"

Updates = dict[Any, Any]
"""New values of components, by component: what an event's function returns."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How the page listens to its own events: no spinners over the words, no public endpoints."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One page over one library. `writing` is held while documents are added or removed."""

    engine: Engine
    history: History
    words: Words
    writing: Lock = field(default_factory=Lock)

    def choices(self) -> list[tuple[str, str]]:
        """The documents a question may be limited to, as (title, id), by title."""
        entries = [each for each in self.engine.documents() if each.state != "removed"]
        return sorted((title_of(each.provenance, each.source), each.id) for each in entries)

    def entries(self) -> list[DocumentEntry]:
        """The documents of the library as it stands."""
        return self.engine.documents()


def owner_of(request: gr.Request | Request) -> str:
    """Whose conversations these are: who signed in, else the id this browser keeps.

    A program without cookies gets an owner that lasts as long as its session.
    """
    kept = dict(request.cookies or {}).get(OWNER_COOKIE)
    session = getattr(request, "session_hash", None)
    return getattr(request, "username", None) or kept or f"session-{session}"
