"""The Check tab: a draft pasted or dropped, each of its sentences held against the documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.ingest.decode import decode
from ui import checked
from ui.assets import script
from ui.desk import QUIET, Desk, Updates
from ui.documents import trouble


@dataclass(frozen=True, slots=True)
class DraftTab:
    """The tab's components."""

    box: gr.Textbox
    files: gr.File
    run: gr.Button
    stop: gr.Button
    result: gr.HTML


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
    files = gr.File(label=words.draft_file, height=86, elem_id="draft-file", elem_classes="drop")
    with gr.Row(elem_id="draft-actions"):
        run = gr.Button(words.check, variant="primary", size="sm", elem_id="check")
        stop = gr.Button(words.stop, visible=False, size="sm", elem_id="stop-check")
    result = gr.HTML("", js_on_load=script("places.js"), elem_id="checked", apply_default_css=False)
    return DraftTab(box, files, run, stop, result)


@dataclass(frozen=True, slots=True)
class Drafting:
    """What happens in the tab."""

    desk: Desk
    tab: DraftTab

    def connect(self) -> None:
        """Tie the tab's events to what they do."""
        tab = self.tab
        outputs = [tab.result, tab.box, tab.files, tab.run, tab.stop]
        running: list[Any] = [
            tab.run.click(self.check, [tab.box], outputs, **QUIET),
            tab.files.upload(self.dropped, [tab.files], outputs, **QUIET),
        ]
        tab.stop.click(self.stopped, None, outputs, cancels=running, **QUIET)

    def check(self, draft: str) -> Iterator[Updates]:
        """Compare a draft with the documents; nothing happens for an empty one."""
        if not draft.strip():
            return
        tab, words = self.tab, self.desk.words
        yield {
            tab.result: checked.comparing(words),
            tab.run: gr.update(interactive=False),
            tab.stop: gr.update(visible=True),
        }
        try:
            result = checked.checked(self.desk.engine.check(draft), words)
        except RagError as error:
            result = trouble(str(error), words)
        yield {**self.rest(), tab.result: result}

    def dropped(self, path: str) -> Iterator[Updates]:
        """Take a text file for the draft, and check it."""
        file = Path(path)
        try:
            draft = decode(file.name, file.read_bytes())
        except RagError as error:
            yield {**self.rest(), self.tab.result: trouble(str(error), self.desk.words)}
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

    def stopped(self) -> Updates:
        """The tab after a comparison was given up."""
        return {**self.rest(), self.tab.result: ""}
