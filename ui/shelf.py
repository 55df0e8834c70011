"""The list of conversations: open, search, rename, delete, begin a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from rag.history import Conversation
from ui.assets import script
from ui.controls import tool
from ui.desk import Desk
from ui.render import Html, direction, element, join
from ui.strings import Words


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list's components."""

    desk: Desk
    fresh: gr.Button
    search: gr.Textbox
    listing: gr.HTML

    def rendered(self, owner: str, current: str | None, search: str = "") -> Html:
        """The owner's conversations as they stand."""
        found = self.desk.history.conversations(owner, search)
        return listing(found, current, self.desk.words, searched=bool(search.strip()))


def shelf(desk: Desk) -> Shelf:
    """Lay the list out."""
    words = desk.words
    fresh = gr.Button(words.new_conversation, elem_id="fresh", size="sm")
    search = gr.Textbox(
        label=words.search_conversations,
        placeholder=words.search_conversations,
        show_label=False,
        container=False,
        max_lines=1,
        elem_id="search",
    )
    rows = gr.HTML(
        listing((), None, words),
        js_on_load=script("shelf.js"),
        elem_id="conversations",
        apply_default_css=False,
    )
    return Shelf(desk, fresh, search, rows)


def listing(
    conversations: Sequence[Conversation],
    current: str | None,
    words: Words,
    *,
    searched: bool = False,
) -> Html:
    """Conversations as a list, the current one marked."""
    nothing = words.nothing_matches if searched else words.no_conversations
    rows = [_row(each, current, words) for each in conversations]
    return element(
        "nav",
        element("ul", join(rows)) if rows else element("p", nothing, class_="hint"),
        aria_label=words.conversations,
        class_="conversations",
        data_current=current or "",
    )


def _row(each: Conversation, current: str | None, words: Words) -> Html:
    here = each.id == current
    name = element(
        "button",
        each.name or words.new_conversation,
        type="button",
        class_="name",
        dir=direction(each.name),
        aria_current="true" if here else None,
        title=each.name,
    )
    tools = join(
        (
            tool("rename", words.rename, "✎"),
            tool("delete", words.delete, "×", data_sure=words.delete_for_good),
        )
    )
    return element(
        "li", name, element("span", tools, class_="tools"), data_id=each.id, class_="row"
    )
