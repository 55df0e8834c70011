"""The Library tab: the documents, adding by drop with progress, removing with undo."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.records import IngestEvent
from ui import documents
from ui.assets import script
from ui.desk import EVERY, QUIET, Desk, Updates
from ui.render import Html
from ui.troubles import notice

_EVERY_S = 0.25
"""Least time between two updates of an ingest's progress."""


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The tab's components; `order` holds the column sorted by and whether it descends.

    `stopping` holds the Event that ends the adding under way.
    """

    files: gr.File
    folder: gr.Textbox
    cancel: gr.Button
    report: gr.HTML
    wanted: gr.Textbox
    listing: gr.HTML
    order: gr.State
    stopping: gr.State


def library_tab(desk: Desk) -> LibraryTab:
    """Lay the tab out; on the serving machine itself a path can be typed too."""
    words = desk.words
    files = gr.File(
        label=words.drop, file_count="multiple", height=130, elem_id="drop", elem_classes="drop"
    )
    folder = _line(words.folder, "folder", visible=desk.local, submit_btn=words.add)
    cancel = gr.Button(words.cancel, visible=False, size="sm", elem_id="cancel")
    report = gr.HTML("", js_on_load=script("report.js"), elem_id="report", apply_default_css=False)
    wanted = _line(words.filter, "filter")
    listing = gr.HTML(
        "", js_on_load=script("library.js"), elem_id="documents", apply_default_css=False
    )
    order, stopping = gr.State(("title", False)), gr.State(None)
    return LibraryTab(files, folder, cancel, report, wanted, listing, order, stopping)


def _line(label: str, elem_id: str, **more: Any) -> gr.Textbox:
    """A one-line box whose label stands in it."""
    return gr.Textbox(
        label=label,
        placeholder=label,
        show_label=False,
        container=False,
        max_lines=1,
        elem_id=elem_id,
        **more,
    )


@dataclass(frozen=True, slots=True)
class Keeping:
    """What happens in the Library tab; `scope` is the list of documents a question may use."""

    desk: Desk
    tab: LibraryTab
    scope: gr.Dropdown

    def connect(self, page: gr.Blocks) -> None:
        """Tie the tab's events to what they do."""
        tab = self.tab
        view = [tab.wanted, tab.order]
        changed = [tab.report, tab.listing, self.scope]
        outputs = [tab.files, tab.cancel, tab.stopping, *changed]
        tab.files.upload(self.add, [tab.files, *view], outputs, **QUIET)
        tab.folder.submit(self.add_path, [tab.folder, *view], outputs, **QUIET)
        tab.cancel.click(self.end, [tab.stopping], [tab.cancel], **QUIET)
        page.load(self.shown, view, [tab.listing], **QUIET)
        tab.wanted.change(self.shown, view, [tab.listing], trigger_mode="always_last", **QUIET)
        tab.listing.changed(self.changed, view, [tab.listing, self.scope], **QUIET)
        tab.listing.sorted(self.sort, view, [tab.listing, tab.order], **QUIET)
        tab.listing.removed(self.remove, view, changed, **EVERY)
        tab.report.restored(self.restore, view, changed, **QUIET)

    def add(self, paths: Sequence[str], wanted: str, order: tuple[str, bool]) -> Iterator[Updates]:
        """Read the dropped files into the library, telling how far it has come."""
        words, tab, stopping = self.desk.words, self.tab, Event()
        busy = self.desk.writing.locked()
        yield {
            tab.files: gr.update(value=None, interactive=False),
            tab.cancel: gr.update(value=words.cancel, visible=True, interactive=True),
            tab.stopping: stopping,
            tab.report: documents.waiting(words.busy if busy else words.reading),
        }
        with self.desk.writing:
            try:
                report = yield from self._followed(paths, stopping)
            except RagError as error:
                report = notice(error, words)
        yield {**self.rest(wanted, order), tab.report: report}

    def _followed(self, paths: Sequence[str], stopping: Event) -> Generator[Updates, None, Html]:
        """Tell how far the adding has come, not more often than the page can; return the report.

        Stopping ends it after the file under way; what was added stays.
        """
        words, began, shown_at = self.desk.words, time.monotonic(), 0.0
        events: list[IngestEvent] = []
        for event in () if stopping.is_set() else self.desk.engine.ingest(list(paths)):
            events.append(event)
            if stopping.is_set():
                break
            if time.monotonic() - shown_at >= _EVERY_S:
                shown_at = time.monotonic()
                spent = shown_at - began
                yield {self.tab.report: documents.adding(events, words, seconds=spent)}
        spent = time.monotonic() - began
        return documents.adding(events, words, seconds=spent, done=True)

    def end(self, stopping: Event) -> Updates:
        """Let the adding under way end."""
        stopping.set()
        return {self.tab.cancel: gr.update(value=self.desk.words.ending, interactive=False)}

    def add_path(self, path: str, wanted: str, order: tuple[str, bool]) -> Iterator[Updates]:
        """Read a folder or a file of the serving machine into the library."""
        if path.strip():
            yield from self.add([path.strip()], wanted, order)

    def rest(self, wanted: str, order: tuple[str, bool]) -> Updates:
        """The tab when nothing is being added."""
        return {
            self.tab.files: gr.update(value=None, interactive=True),
            self.tab.cancel: gr.update(visible=False),
            **self.changed(wanted, order),
        }

    def shown(self, wanted: str | None, order: tuple[str, bool]) -> Updates:
        """The table as the reader wants it."""
        column, descending = order
        table = documents.table(
            self.desk.entries(),
            self.desk.words,
            wanted=wanted or "",
            order=column,
            falling=descending,
        )
        return {self.tab.listing: table}

    def sort(self, wanted: str, order: tuple[str, bool], event: gr.EventData) -> Updates:
        """Sort by another column, or the other way round."""
        column = str(event.column)
        turned = (column, not order[1] if order[0] == column else False)
        return {**self.shown(wanted, turned), self.tab.order: turned}

    def remove(self, wanted: str, order: tuple[str, bool], event: gr.EventData) -> Updates:
        """Take a document out of the library; it can be brought back."""
        try:
            with self.desk.writing:
                entry = self.desk.engine.remove(str(event.document))
        except RagError as error:
            return {self.tab.report: notice(error, self.desk.words)}
        everything = gr.update(choices=self.desk.choices(), value=[])
        return {
            self.tab.report: documents.removed(entry, self.desk.words),
            **self.shown(wanted, order),
            self.scope: everything,
        }

    def restore(self, wanted: str, order: tuple[str, bool], event: gr.EventData) -> Updates:
        """Undo a removal."""
        try:
            with self.desk.writing:
                self.desk.engine.restore(str(event.document))
        except RagError as error:
            return {self.tab.report: notice(error, self.desk.words)}
        return {self.tab.report: "", **self.changed(wanted, order)}

    def changed(self, wanted: str, order: tuple[str, bool]) -> Updates:
        """The table and the documents to ask, after the library has changed."""
        return {**self.shown(wanted, order), self.scope: gr.update(choices=self.desk.choices())}
