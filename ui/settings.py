"""The Settings tab: the interface's language, its appearance, and where the data are."""

from __future__ import annotations

import gradio as gr

from ui.assets import script
from ui.desk import Desk
from ui.languages import INTERFACE
from ui.render import Html, element, join
from ui.strings import Words


def settings_tab(desk: Desk) -> gr.HTML:
    """Lay the tab out; its links and buttons need nothing but the browser."""
    return gr.HTML(
        settings(desk.words),
        js_on_load=script("settings.js"),
        elem_id="settings",
        apply_default_css=False,
    )


def settings(words: Words) -> Html:
    """Languages as links, appearances as buttons."""
    languages = [
        element(
            "a",
            each.name,
            href=f"/language/{each.code}",
            lang=each.code,
            hreflang=each.code,
            class_="choice",
            aria_current="true" if each.code == words.code else None,
        )
        for each in INTERFACE.values()
    ]
    looks = [
        element(
            "button", label, type="button", class_="choice", data_theme=theme, aria_pressed="false"
        )
        for theme, label in (
            ("system", words.system),
            ("light", words.light),
            ("dark", words.dark),
        )
    ]
    return element(
        "div",
        element("h2", words.interface_language),
        element("div", join(languages), class_="choices"),
        element("h2", words.theme),
        element("div", join(looks), class_="choices"),
        element("p", element("a", words.judged_file, href="/judged.jsonl", download=True)),
        element("p", words.about, class_="hint"),
        class_="settings",
    )
