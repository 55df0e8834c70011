"""The Ask tab: the conversation, the question box, and which documents are asked."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.assets import script
from ui.desk import Desk

_SEALED_WITH = "footnote"
"""What the browser keeps is the same for every start of the server; nothing in it is secret."""

Scopes = dict[str, list[str]]
"""Ids of documents, by the id of the conversation that was limited to them."""


@dataclass(frozen=True, slots=True)
class AskTab:
    """The tab's components and the session's state, for the parts that talk to them.

    `current` is the conversation's id, `replaced` the turn the next question takes the place of.
    `scopes` is kept by the browser: the documents each conversation is limited to.
    """

    past: gr.HTML
    live: gr.HTML
    box: gr.Textbox
    scope: gr.Dropdown
    current: gr.State
    replaced: gr.State
    scopes: gr.BrowserState


def ask_tab(desk: Desk) -> AskTab:
    """Lay the tab out."""
    words = desk.words
    past = gr.HTML(
        "",
        js_on_load=script("transcript.js"),
        elem_id="transcript",
        apply_default_css=False,
    )
    live = gr.HTML("", js_on_load=script("live.js"), elem_id="live", apply_default_css=False)
    with gr.Column(elem_id="composer"):
        box = gr.Textbox(
            label=words.question,
            placeholder=words.question_hint,
            lines=1,
            max_lines=8,
            submit_btn=words.send,
            show_label=False,
            container=False,
            elem_id="question",
        )
        scope = gr.Dropdown(
            [], multiselect=True, label=words.scope, info=words.scope_all, elem_id="scope"
        )
    scopes = gr.BrowserState({}, storage_key="footnote-scopes", secret=_SEALED_WITH)
    return AskTab(past, live, box, scope, gr.State(None), gr.State(None), scopes)
