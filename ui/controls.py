"""Small controls the page has in many places."""

from __future__ import annotations

from ui.languages import INTERFACE
from ui.render import Attribute, Html, element
from ui.strings import Words


def action(does: str, label: str, **more: Attribute) -> Html:
    """A quiet button that says in words what it does."""
    return element("button", label, type="button", class_="action", data_does=does, **more)


def tool(does: str, label: str, sign: str, **more: Attribute) -> Html:
    """A button with a sign on it and its words for whoever cannot see it."""
    return element(
        "button",
        element("span", sign, aria_hidden="true"),
        type="button",
        class_="tool",
        data_does=does,
        aria_label=label,
        title=label,
        **more,
    )


def tongues(words: Words, **more: Attribute) -> list[Html]:
    """The languages of the interface as links, each in its own words, the present one marked."""
    return [
        element(
            "a",
            each.name,
            href=f"/language/{each.code}",
            lang=each.code,
            hreflang=each.code,
            aria_current="true" if each.code == words.code else None,
            **more,
        )
        for each in INTERFACE.values()
    ]


def said(remark: str) -> Html:
    """What has just been done, told to whoever listens too."""
    return element("p", remark, class_="notice", role="status")
