"""The page served: one Gradio application for each interface language, behind one door."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request

from rag.engine import Engine
from rag.server.address import is_local, refuse_public, refuse_taken, url
from rag.server.background import served
from rag.server.beside import attach
from rag.server.door import Door
from rag.server.sites import Allowed, Sites
from ui.assets import head
from ui.cancelling import let_end_once
from ui.desk import Desk
from ui.downloads import Downloads
from ui.guard import SIGN_IN, SIGN_OUT, Guard, person_in
from ui.languages import INTERFACE
from ui.page import build
from ui.signin import SigningIn
from ui.theme import THEME
from ui.visitors import Visitors, language_chosen, mount_path

_GRACE_S = 2
"""How long open pages may hold up the end; their event streams never end by themselves."""


def application(engine: Engine, *, local: bool = False) -> FastAPI:
    """The page in every interface language: English at `/`, the others at `/zh`, `/fa` ...

    With `local` it serves this machine alone: documents can be added by their path, and a request
    that names another host is refused, so that no site elsewhere can pass for this one. Once there
    are people who can sign in, nobody else comes in.
    """
    door, desk = Door.of(engine.settings), Desk.over(engine, local=local)
    app = FastAPI(title="Footnote", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Visitors)
    app.add_middleware(Guard, door=door)
    app.add_middleware(Sites, allowed=Allowed.of(engine.settings.server, local=local))
    attach(app, engine, history=desk.history, writing=desk.writing, local=local)
    app.state.desk = desk
    _add_routes(app, desk, door)

    def person(request: Request) -> str | None:
        return person_in(request, door)

    others = [code for code in INTERFACE if code != "en"]
    for code in (*others, "en"):
        gr.mount_gradio_app(
            app,
            build(desk.speaking(code)),
            path=mount_path(code).rstrip("/") or "/",
            auth_dependency=person,
            footer_links=[],
            run_history=False,
            theme=THEME,
            head=head(),
            show_error=True,
            max_file_size=engine.settings.ingest.max_file_bytes,
        )
    let_end_once(app)
    return app


def _add_routes(app: FastAPI, desk: Desk, door: Door) -> None:
    """The page's own routes, beside those of Gradio."""
    downloads, signing_in = Downloads(desk), SigningIn(door)
    app.add_api_route(SIGN_IN, signing_in.show)
    app.add_api_route(SIGN_IN, signing_in.enter, methods=["POST"])
    app.add_api_route(SIGN_OUT, signing_in.leave, methods=["POST"])
    app.add_api_route("/language/{code}", language_chosen)
    app.add_api_route("/original/{document_id}", downloads.original)
    app.add_api_route("/judged.jsonl", downloads.judged)
    app.add_api_route("/export/{conversation_id}/{form}", downloads.conversation)
    app.add_api_route("/evaluation/{run_id}/{form}", downloads.run)


def launch(engine: Engine, host: str, port: int, *, open_to_all: bool = False) -> None:
    """Serve the page until interrupted, and say on standard error where.

    Raises UsageError for a port that is taken, and for an address other machines can reach where
    nobody has to sign in, unless `open_to_all` says that this is meant.
    """
    if not (open_to_all or Door.of(engine.settings).closed):
        refuse_public(host)
    refuse_taken(host, port)
    app = application(engine, local=is_local(host) and not open_to_all)
    sys.stderr.write(f"Footnote is at {url(host, port)} (Ctrl-C stops it)\n")
    sys.stderr.flush()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_config(app, host, port)).run()


@contextmanager
def serving(engine: Engine) -> Iterator[str]:
    """The page on a free port of this machine while the block runs; its address."""
    with served(_config(application(engine, local=True), "127.0.0.1", 0)) as address:
        yield address


def _config(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How the page is served: quietly, and ending soon although open pages hold on."""
    config = uvicorn.Config(
        app, host=host, port=port, log_level="error", timeout_graceful_shutdown=_GRACE_S
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_telling)
    return config


def _worth_telling(record: logging.LogRecord) -> bool:
    """Everything but that the streams of open pages were cut off at the end."""
    cut = record.exc_info and record.exc_info[0] is asyncio.CancelledError
    return not cut and "graceful shutdown exceeded" not in record.getMessage()
