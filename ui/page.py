"""The page put together in one interface language: its tabs, and what ties them to one another."""

from __future__ import annotations

import gradio as gr

from ui.ask import ask_tab
from ui.asking import Asking
from ui.conversations import Conversations
from ui.desk import Desk
from ui.draft import Drafting, draft_tab
from ui.evaluation import Evaluating, evaluation_tab
from ui.library import Keeping, library_tab
from ui.looking import source_panel
from ui.masthead import masthead
from ui.settings import Preferring, settings_tab
from ui.shelf import shelf

_CONCURRENT = 8


def build(desk: Desk) -> gr.Blocks:
    """The page over a desk, in the desk's language."""
    page: gr.Blocks = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with page:
        top = masthead(desk.words)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="shelf"):
                side = shelf(desk)
            with gr.Column(elem_id="work"), gr.Tabs():
                with gr.Tab(desk.words.ask, id="ask"):
                    asked = ask_tab(desk)
                with gr.Tab(desk.words.draft, id="draft"):
                    drafted = draft_tab(desk)
                with gr.Tab(desk.words.library, id="library"):
                    kept_in = library_tab(desk)
                with gr.Tab(desk.words.evaluation, id="evaluation"):
                    evaluated = evaluation_tab(desk)
                with gr.Tab(desk.words.settings, id="settings"):
                    preferred = settings_tab(desk)
            with gr.Column(elem_id="side"):
                source_panel(desk)
        Asking(desk, asked, side, preferred.chosen).connect()
        Conversations(desk, asked, side).connect(page)
        Drafting(desk, drafted).connect()
        Keeping(desk, kept_in, asked.scope).connect(page)
        Evaluating(desk, evaluated).connect(page)
        Preferring(desk, preferred).connect(top)
    page.queue(default_concurrency_limit=_CONCURRENT)
    return page
