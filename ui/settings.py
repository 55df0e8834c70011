"""The Settings tab: how answers are made, the interface's language and appearance, who is here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import gradio as gr

from rag.errors import RagError
from ui.assets import script
from ui.controls import tongues
from ui.desk import EVERY, QUIET, Desk, Updates
from ui.guard import SIGN_OUT
from ui.languages import language_name
from ui.preferences import NO_MODEL, Depth, Models, Preferences, chosen_from
from ui.render import Attribute, Html, element
from ui.strings import Words
from ui.troubles import notice


@dataclass(frozen=True, slots=True)
class SettingsTab:
    """The tab's one component, and what the reader chose in it."""

    shown: gr.HTML
    chosen: gr.State


def settings_tab(desk: Desk) -> SettingsTab:
    """Lay the tab out; what is chosen is kept by the browser."""
    shown = gr.HTML(
        settings(desk, Preferences()),
        js_on_load=script("settings.js"),
        elem_id="settings",
        apply_default_css=False,
    )
    return SettingsTab(shown, gr.State(Preferences()))


@dataclass(frozen=True, slots=True)
class Preferring:
    """What happens in the tab."""

    desk: Desk
    tab: SettingsTab

    def connect(self, masthead: gr.HTML) -> None:
        """Tie the tab's events, and a visit's beginning, to what they do."""
        tab = self.tab
        tab.shown.preferred(
            self.prefer, [tab.chosen], [tab.shown, tab.chosen], concurrency_limit=1, **EVERY
        )
        masthead.preferred(self.remember, [tab.chosen], [tab.chosen], **QUIET)

    def remember(self, now: Preferences, event: gr.EventData) -> Preferences:
        """Take what the browser kept, as far as it can be had."""
        chosen = chosen_from(dict(event.chosen))
        try:
            self.desk.models.writing(chosen.model)
        except RagError:
            return now
        return chosen

    def prefer(self, now: Preferences, event: gr.EventData, request: gr.Request) -> Updates:
        """Take what the reader chose and show it; a model that will not do is refused."""
        chosen, person = chosen_from(dict(event.chosen)), request.username
        try:
            self.desk.models.writing(chosen.model)
        except RagError as error:
            problem = notice(error, self.desk.words)
            return {self.tab.shown: settings(self.desk, now, person=person, problem=problem)}
        return {
            self.tab.shown: settings(self.desk, chosen, person=person),
            self.tab.chosen: chosen,
        }


def settings(
    desk: Desk, chosen: Preferences, *, person: str | None = None, problem: Html | None = None
) -> Html:
    """The tab: choices as buttons, languages of the interface as links."""
    words = desk.words
    return element(
        "div",
        problem,
        _group(words.model, *_models(desk.models, chosen, words)),
        _group(words.depth, *_depths(chosen, words)),
        _group(words.search_languages, *_languages(desk, chosen)),
        _group(words.interface_language, *tongues(words, class_="choice")),
        _group(words.theme, *_looks(words)),
        element("p", element("a", words.judged_file, href="/judged.jsonl", download=True)),
        element("p", _where_to(desk.models, chosen, words), class_="hint"),
        _person(person, words) if person else None,
        class_="settings",
    )


def _group(title: str, *choices: Html | None) -> Html:
    return element(
        "section",
        element("h2", title),
        element("div", *choices, class_="choices", role="group", aria_label=title),
    )


def _choice(label: str, *, pressed: bool, **data: Attribute) -> Html:
    state = "true" if pressed else "false"
    return element(
        "button", label, type="button", class_="choice", aria_pressed=state, dir="auto", **data
    )


def _models(models: Models, chosen: Preferences, words: Words) -> list[Html | None]:
    now = chosen.model or models.usual
    offered = list(dict.fromkeys((*models.offered(), now)))
    listed: list[Html | None] = [
        _choice(
            words.own_words if each == NO_MODEL else each,
            pressed=each == now,
            data_model=each,
        )
        for each in offered
    ]
    return [*listed, _other_model(words) if models.typed else None]


def _other_model(words: Words) -> Html:
    box = element(
        "input",
        type="text",
        class_="field",
        name="model",
        placeholder=words.other_model,
        aria_label=words.other_model,
        dir="auto",
        spellcheck="false",
        autocomplete="off",
    )
    use = element("button", words.use, type="button", class_="choice", data_does="use-model")
    return element("span", box, use, class_="other-model")


def _depths(chosen: Preferences, words: Words) -> list[Html]:
    labels = {Depth.BRIEF: words.brief, Depth.USUAL: words.usual, Depth.THOROUGH: words.thorough}
    return [
        _choice(label, pressed=depth is chosen.depth, data_depth=depth.value)
        for depth, label in labels.items()
    ]


def _languages(desk: Desk, chosen: Preferences) -> list[Html]:
    """The languages of the library; none chosen is all of them."""
    counted = Counter(code for each in desk.entries() for code in each.provenance.languages)
    everything = _choice(desk.words.all_languages, pressed=not chosen.languages, data_language="")
    return [everything] + [
        _choice(language_name(each), pressed=each in chosen.languages, data_language=each)
        for each, _ in counted.most_common()
        if each != "und"
    ]


def _looks(words: Words) -> list[Html]:
    labels = {"system": words.system, "light": words.light, "dark": words.dark}
    return [_choice(label, pressed=False, data_theme=look) for look, label in labels.items()]


def _where_to(models: Models, chosen: Preferences, words: Words) -> str:
    """What leaves this machine: nothing, or what a model is given."""
    now = chosen.model or models.usual
    if now == NO_MODEL or now.startswith("gguf:"):
        return words.about
    return words.fill(words.sent_to_model, model=now)


def _person(person: str, words: Words) -> Html:
    leave = element("button", words.sign_out, type="submit", class_="choice")
    return element(
        "form",
        element("span", words.fill(words.signed_in, name=person)),
        leave,
        method="post",
        action=SIGN_OUT,
        class_="person",
    )
