"""The Evaluate tab: a question file run with progress, its figures, its questions, two runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.evals.runner import Observer, Progress
from ui import figures, outcomes, runlist
from ui.assets import script
from ui.desk import QUIET, Desk, Updates, owner_of
from ui.following import followed
from ui.troubles import notice

_EVERY_S = 0.25
"""Least time between two updates of a run's progress."""


@dataclass(frozen=True, slots=True)
class EvaluationTab:
    """The tab's components; `opened` holds the id of the run that is looked at.

    `stopping` holds the Event that ends the run under way.
    """

    files: gr.File
    cancel: gr.Button
    progress: gr.HTML
    runs: gr.HTML
    result: gr.HTML
    opened: gr.State
    stopping: gr.State


def evaluation_tab(desk: Desk) -> EvaluationTab:
    """Lay the tab out."""
    words = desk.words

    def outcome(wanted: dict[str, Any], request: gr.Request) -> str:
        return one_outcome(desk, wanted, owner_of(request))

    files = gr.File(label=words.question_file, height=86, elem_id="questions", elem_classes="drop")
    cancel = gr.Button(words.cancel, visible=False, size="sm", elem_id="cancel-run")
    progress = gr.HTML("", elem_id="run-progress", apply_default_css=False)
    listing = gr.HTML("", js_on_load=script("runs.js"), elem_id="runs", apply_default_css=False)
    result = gr.HTML(
        "",
        js_on_load=script("places.js", "evaluation.js"),
        server_functions=[outcome],
        elem_id="evaluated",
        apply_default_css=False,
    )
    opened, stopping = gr.State(None), gr.State(None)
    return EvaluationTab(files, cancel, progress, listing, result, opened, stopping)


def one_outcome(desk: Desk, wanted: dict[str, Any], owner: str) -> str:
    """One question of a run: what was answered beside what should have been."""
    try:
        report = desk.runs.report(owner, str(wanted["run"]))
        found = outcomes.numbered(report)[int(wanted["number"])]
    except (RagError, KeyError, ValueError, IndexError) as error:
        return notice(error, desk.words)
    return outcomes.both_sides(found, desk.words)


@dataclass(frozen=True, slots=True)
class Evaluating:
    """What happens in the tab."""

    desk: Desk
    tab: EvaluationTab

    def connect(self, page: gr.Blocks) -> None:
        """Tie the tab's events to what they do."""
        tab = self.tab
        shown = [tab.files, tab.cancel, tab.progress, tab.runs, tab.result, tab.opened]
        outputs = [*shown, tab.stopping]
        tab.files.upload(self.start, [tab.files], outputs, **QUIET)
        tab.runs.opened(self.open, None, outputs, **QUIET)
        tab.runs.compared(self.compare, [tab.opened], shown, **QUIET)
        tab.cancel.click(self.end, [tab.stopping], [tab.cancel], **QUIET)
        page.load(self.listed, [tab.opened], [tab.runs], **QUIET)

    def start(self, path: str, request: gr.Request) -> Iterator[Updates]:
        """Ask every question of a dropped file, telling how far it has come."""
        owner = owner_of(request)
        try:
            run_id = self.desk.runs.begin(owner, Path(path))
        except RagError as error:
            yield {**self._at_rest(owner, None), **self._trouble(error)}
            return
        yield from self._run(owner, run_id)

    def open(self, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Show a run again; one that was broken off goes on first."""
        owner, run_id = owner_of(request), str(event.run)
        finished = {run.id for run in self.desk.runs.all(owner) if run.finished}
        if run_id in finished:
            yield {**self._at_rest(owner, run_id), **self._shown(owner, run_id)}
        else:
            yield from self._run(owner, run_id)

    def compare(self, opened: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Show the run that is looked at against another."""
        owner = owner_of(request)
        return self._shown(owner, opened, str(event.run)) if opened else {}

    def end(self, stopping: Event) -> Updates:
        """Let the run under way end after the question that is being asked."""
        stopping.set()
        return {self.tab.cancel: gr.update(interactive=False)}

    def listed(self, opened: str | None, request: gr.Request) -> Updates:
        """The owner's runs."""
        listing = runlist.listing(self.desk.runs.all(owner_of(request)), opened, self.desk.words)
        return {self.tab.runs: listing}

    def _run(self, owner: str, run_id: str) -> Iterator[Updates]:
        tab, stopping = self.tab, Event()
        yield {
            tab.files: None,
            tab.cancel: gr.update(visible=True, interactive=True),
            tab.result: "",
            tab.stopping: stopping,
        }

        def work(observer: Observer) -> None:
            self.desk.runs.go_on(owner, run_id, observer)

        try:
            yield from self._followed(followed(work), stopping)
        except RagError as error:
            yield {**self._at_rest(owner, None), **self._trouble(error)}
            return
        if stopping.is_set():
            yield self._at_rest(owner, None)
        else:
            yield {**self._at_rest(owner, run_id), **self._shown(owner, run_id)}

    def _followed(self, steps: Iterator[Progress], stopping: Event) -> Iterator[Updates]:
        """Tell how far a run has come, not more often than the page can, until it is stopped."""
        shown_at = 0.0
        for step in steps:
            if stopping.is_set():
                return
            if time.monotonic() - shown_at >= _EVERY_S:
                shown_at = time.monotonic()
                yield {self.tab.progress: runlist.progress(step, self.desk.words)}

    def _shown(self, owner: str, run_id: str, against: str | None = None) -> Updates:
        """A run's figures and questions, compared where asked for."""
        try:
            report = self.desk.runs.report(owner, run_id, against)
        except RagError as error:
            return self._trouble(error)
        begun = {run.id: run.begun for run in self.desk.runs.all(owner)}
        shown = figures.whole(report, run_id, self.desk.words, compared=begun.get(against or ""))
        return {self.tab.result: shown, self.tab.opened: run_id, self.tab.progress: ""}

    def _at_rest(self, owner: str, opened: str | None) -> Updates:
        tab = self.tab
        return {
            tab.files: None,
            tab.cancel: gr.update(visible=False),
            tab.progress: "",
            tab.runs: runlist.listing(self.desk.runs.all(owner), opened, self.desk.words),
        }

    def _trouble(self, error: RagError) -> Updates:
        return {self.tab.progress: notice(error, self.desk.words)}
