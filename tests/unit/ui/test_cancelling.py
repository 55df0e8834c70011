"""An event that ends while it is cancelled is dropped once and by nobody twice."""

from dataclasses import replace

from gradio.routes import App
from starlette.routing import Mount

from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.app import application
from ui.cancelling import Running


def test_dropping_what_is_gone_does_nothing_and_what_is_there_drops_it():
    running = Running({"a": None, "b": None})
    del running["a"]
    del running["a"]
    assert running == {"b": None}


def test_every_language_of_the_page_keeps_its_events_so(tmp_path):
    with opened(replace(Settings(), data=tmp_path), Mode.SERVE) as engine:
        routes = application(engine, local=True).routes
    pages = [each.app for each in routes if isinstance(each, Mount) and isinstance(each.app, App)]
    assert len(pages) == 5
    assert all(isinstance(page.iterators, Running) for page in pages)
