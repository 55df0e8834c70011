"""What happens when a conversation is opened, begun, searched for, renamed or deleted."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.ask import AskTab, Scopes
from ui.asking import past
from ui.desk import EVERY, QUIET, Desk, Updates, owner_of
from ui.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Conversations:
    """Moves the Ask tab from one conversation to another."""

    desk: Desk
    tab: AskTab
    shelf: Shelf

    def connect(self, page: gr.Blocks) -> None:
        """Tie the events of the list, and of the page's loading, to what they do."""
        tab, shelf = self.tab, self.shelf
        outputs = [tab.past, tab.live, tab.current, tab.replaced, tab.scope, shelf.listing]
        gr.on(
            [tab.scope.input, tab.current.change],
            self.limit,
            [tab.scope, tab.current, tab.scopes],
            [tab.scopes],
            **QUIET,
        )
        page.load(self.restore, [tab.scopes], outputs, **QUIET)
        shelf.fresh.click(self.begin, None, outputs, **QUIET)
        shelf.listing.opened(self.open, [tab.scopes], outputs, **EVERY)
        shelf.listing.renamed(self.rename, [tab.current, shelf.search], [shelf.listing], **EVERY)
        shelf.listing.erased(self.erase, [tab.current, shelf.search], outputs, **EVERY)
        shelf.search.change(
            self.search,
            [shelf.search, tab.current],
            [shelf.listing],
            trigger_mode="always_last",
            **QUIET,
        )

    def restore(self, scopes: Scopes, request: gr.Request) -> Updates:
        """The conversation the address names, else the one used last."""
        owner = owner_of(request)
        known = [each.id for each in self.desk.history.conversations(owner)]
        wanted = dict(request.query_params or {}).get("c")
        current = wanted if wanted in known else next(iter(known), None)
        return self._at(owner, current, scopes)

    def limit(self, scope: list[str], current: str | None, scopes: Scopes) -> Scopes:
        """Let the browser keep which documents a conversation is limited to."""
        return {**scopes, current: scope or []} if current else scopes

    def begin(self, request: gr.Request) -> Updates:
        """An empty conversation; it is kept once a question is asked."""
        return self._at(owner_of(request), None)

    def open(self, scopes: Scopes, event: gr.EventData, request: gr.Request) -> Updates:
        """Another conversation of the same owner."""
        return self._at(owner_of(request), str(event.id), scopes)

    def rename(
        self, current: str | None, search: str, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """Give a conversation another name."""
        owner = owner_of(request)
        self.desk.history.rename(owner, str(event.id), str(event.name))
        return {self.shelf.listing: self.shelf.rendered(owner, current, search)}

    def erase(
        self, current: str | None, search: str, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """Delete a conversation for good."""
        owner = owner_of(request)
        self.desk.history.delete(owner, str(event.id))
        if current == event.id:
            return self._at(owner, None)
        return {self.shelf.listing: self.shelf.rendered(owner, current, search)}

    def search(self, search: str, current: str | None, request: gr.Request) -> Updates:
        """The conversations whose name or words hold what is typed."""
        return {self.shelf.listing: self.shelf.rendered(owner_of(request), current, search)}

    def _at(self, owner: str, current: str | None, scopes: Scopes | None = None) -> Updates:
        choices = self.desk.choices()
        scope = (scopes or {}).get(current or "", [])
        limited = [id_ for _, id_ in choices if id_ in scope]
        return {
            self.tab.past: past(self.desk, owner, current),
            self.tab.live: "",
            self.tab.current: current,
            self.tab.replaced: None,
            self.tab.scope: gr.update(choices=choices, value=limited),
            self.shelf.listing: self.shelf.rendered(owner, current),
        }
