"""How far long work has come: how much is done, how fast, how long it still takes."""

from __future__ import annotations

from ui.render import Html, element, join
from ui.strings import Words

_MINUTE_S = 60
_IN_MINUTES_S = 100
"""From here on what is left is told in minutes."""


def bar(done: int, total: int, *told: str) -> Html:
    """A line of what is told, first how much is done, over a bar."""
    return join(
        (
            element("p", " · ".join(part for part in told if part), class_="label"),
            element("progress", value=done, max=total or 1, aria_label=told[0]),
        )
    )


def time_left(seconds: float | None, words: Words) -> str:
    """How long it still takes, in round numbers; empty where that is not known."""
    if not seconds:
        return ""
    if seconds >= _IN_MINUTES_S:
        return words.fill(words.minutes_left, minutes=round(seconds / _MINUTE_S))
    return words.fill(words.left, seconds=max(1, round(seconds)))
