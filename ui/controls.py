"""Small controls the page has in many places."""

from __future__ import annotations

from ui.render import Attribute, Html, element


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


def said(remark: str) -> Html:
    """What has just been done, told to whoever listens too."""
    return element("p", remark, class_="notice", role="status")
