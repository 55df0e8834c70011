"""What Gradio keeps of running events, made safe for an event that ends while it is cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount


class Running(dict[str, AsyncIterator[object]]):
    """Running events by id; dropping one that is gone already does nothing.

    Gradio asks whether an event is there before it waits for its lock, and drops it afterwards:
    where the event's own end comes in between, cancelling it would be answered with status 500.
    """

    def __delitem__(self, event_id: str) -> None:
        self.pop(event_id, None)


def let_end_once(app: FastAPI) -> None:
    """Give every Gradio application mounted in `app` such a record of what is running."""
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, App):
            route.app.iterators = Running(route.app.iterators)
