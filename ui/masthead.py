"""The line at the top of the page, and what the document's head needs."""

from __future__ import annotations

import gradio as gr

from ui.assets import script
from ui.controls import tool
from ui.render import Html, element
from ui.strings import Words


def masthead(words: Words) -> gr.HTML:
    """The name, what it is for, and on narrow screens the way to the conversations."""
    return gr.HTML(
        _line(words),
        js_on_load=script("masthead.js"),
        elem_id="masthead",
        apply_default_css=False,
        language=words.code,
        direction=words.direction,
    )


def _line(words: Words) -> Html:
    return element(
        "div",
        element("a", words.skip_to_question, href="#question", class_="skip"),
        tool("shelf", words.conversations, "☰", aria_expanded="false"),
        element("h1", "Footnote"),
        element("p", words.tagline),
        class_="masthead",
    )
