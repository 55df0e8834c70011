"""The Check tab: a draft pasted or dropped, each of its sentences held against the documents."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import gradio as gr

from rag.errors import RagError
from rag.ingest.draft import read_draft
from rag.records import CheckedDraft, CheckedSentence
from ui import checked
from ui.assets import script
from ui.desk import QUIET, Desk, Updates
from ui.render import Html
from ui.troubles import notice


@dataclass(frozen=True, slots=True)
class DraftTab:
    """The tab's components; `stopping` holds the Event that ends the comparison under way."""

    box: gr.Textbox
    files: gr.File
    run: gr.Button
    stop: gr.Button
    result: gr.HTML
    stopping: gr.State


def draft_tab(desk: Desk) -> DraftTab:
    """Lay the tab out."""
    words = desk.words
    box = gr.Textbox(
        label=words.draft_box,
        placeholder=words.draft_hint,
        show_label=False,
        container=False,
        lines=7,
        max_lines=18,
        elem_id="draft",
    )
    with gr.Row(elem_id="draft-actions"):
        files = gr.File(
            label=words.draft_file, height=52, elem_id="draft-file", elem_classes="drop"
        )
        run = gr.Button(words.check, variant="primary", size="sm", elem_id="check")
        stop = gr.Button(words.stop, visible=False, size="sm", elem_id="stop-check")
    result = gr.HTML("", js_on_load=script("places.js"), elem_id="checked", apply_default_css=False)
    return DraftTab(box, files, run, stop, result, gr.State(None))


@dataclass(frozen=True, slots=True)
class Drafting:
    """What happens in the tab."""

    desk: Desk
    tab: DraftTab

    def connect(self) -> None:
        """Tie the tab's events to what they do."""
        tab = self.tab
        outputs = [tab.result, tab.box, tab.files, tab.run, tab.stop, tab.stopping]
        tab.run.click(self.check, [tab.box], outputs, **QUIET)
        tab.files.upload(self.dropped, [tab.files], outputs, **QUIET)
        tab.stop.click(self.end, [tab.stopping], [tab.stop], **QUIET)

    def check(self, draft: str) -> Iterator[Updates]:
        """Compare a draft with the documents, each sentence shown once it is checked.

        Nothing happens for an empty one. Stopping ends it after the sentence under way, and keeps
        what is there.
        """
        if not draft.strip():
            return
        tab, words, stopping = self.tab, self.desk.words, Event()
        yield {
            tab.result: checked.so_far((), draft, words),
            tab.run: gr.update(interactive=False),
            tab.stop: gr.update(visible=True, interactive=True),
            tab.stopping: stopping,
        }
        try:
            result = yield from self._followed(draft, stopping)
        except RagError as error:
            result = notice(error, words)
        yield {**self.rest(), tab.result: result}

    def _followed(self, draft: str, stopping: Event) -> Generator[Updates, None, Html]:
        """Show the sentences as they come; return the whole, or what there was when it stopped."""
        words = self.desk.words
        found: list[CheckedSentence] = []
        for step in self.desk.engine.checking().stream(draft):
            if isinstance(step, CheckedDraft):
                return checked.checked(step, words)
            found.append(step)
            if stopping.is_set():
                break
            yield {self.tab.result: checked.so_far(found, draft, words)}
        return checked.broken_off(found, words)

    def dropped(self, path: str) -> Iterator[Updates]:
        """Take a file for the draft, and check it."""
        file = Path(path)
        try:
            draft = read_draft(file.name, file.read_bytes())
        except RagError as error:
            yield {**self.rest(), self.tab.result: notice(error, self.desk.words)}
            return
        yield {self.tab.box: draft, self.tab.files: None}
        yield from self.check(draft)

    def rest(self) -> Updates:
        """The tab when nothing is being compared."""
        return {
            self.tab.files: None,
            self.tab.run: gr.update(interactive=True),
            self.tab.stop: gr.update(visible=False),
        }

    def end(self, stopping: Event) -> Updates:
        """Let the comparison under way end."""
        stopping.set()
        return {self.tab.stop: gr.update(interactive=False)}
