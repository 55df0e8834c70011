"""The page put together and served: one Gradio application for each interface language."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from rag.engine import Engine
from rag.errors import UsageError
from rag.history import FILE_NAME, History
from ui.ask import ask_tab
from ui.asking import Asking
from ui.assets import head
from ui.conversations import Conversations
from ui.desk import Desk
from ui.downloads import Downloads
from ui.languages import INTERFACE, words
from ui.library import Keeping, library_tab
from ui.looking import source_panel
from ui.masthead import masthead
from ui.settings import settings_tab
from ui.shelf import shelf
from ui.theme import THEME
from ui.visitors import Visitors, language_chosen, mount_path

_CONCURRENT = 8
_GRACE_S = 2
"""How long open pages may hold up the end; their event streams never end by themselves."""

_HERE = ["127.0.0.1", "localhost", "[::1]"]


def build(
    engine: Engine,
    language: str = "en",
    *,
    history: History | None = None,
    lock: Lock | None = None,
    folders: bool = False,
) -> gr.Blocks:
    """The page over an engine, in one interface language.

    Parameters: `history` keeps the conversations (by default in the library's data folder);
    `lock` is shared by pages over the same engine and held while its library changes; `folders`
    lets a reader add what lies on the serving machine by its path.
    """
    kept = history or History(engine.settings.data / FILE_NAME)
    desk = Desk(engine, kept, words(language), lock or Lock())
    page: gr.Blocks = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with page:
        masthead(desk.words)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="shelf"):
                side = shelf(desk)
            with gr.Column(elem_id="work"), gr.Tabs():
                with gr.Tab(desk.words.ask, id="ask"):
                    asked = ask_tab(desk)
                with gr.Tab(desk.words.library, id="library"):
                    kept_in = library_tab(desk, folders=folders)
                with gr.Tab(desk.words.settings, id="settings"):
                    settings_tab(desk)
            with gr.Column(elem_id="side"):
                source_panel(desk)
        Asking(desk, asked, side).connect()
        Conversations(desk, asked, side).connect(page)
        Keeping(desk, kept_in, asked.scope).connect(page)
    page.queue(default_concurrency_limit=_CONCURRENT)
    return page


def application(engine: Engine, *, local: bool = False) -> FastAPI:
    """The page in every interface language: English at `/`, the others at `/zh`, `/fa` ...

    With `local` it serves this machine alone: documents can be added by their path, and a request
    that names another host is refused, so that no site elsewhere can pass for this one.
    """
    app = FastAPI(title="Footnote", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Visitors)
    if local:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=_HERE)
    app.add_api_route("/language/{code}", language_chosen)
    history, lock = History(engine.settings.data / FILE_NAME), Lock()
    downloads = Downloads(engine, history)
    app.add_api_route("/original/{document_id}", downloads.original)
    app.add_api_route("/judged.jsonl", downloads.judged)
    app.add_api_route("/export/{conversation_id}/{form}", downloads.conversation)
    others = [code for code in INTERFACE if code != "en"]
    for code in (*others, "en"):
        page = build(engine, code, history=history, lock=lock, folders=local)
        gr.mount_gradio_app(
            app,
            page,
            path=mount_path(code).rstrip("/") or "/",
            footer_links=[],
            run_history=False,
            theme=THEME,
            head=head(),
            show_error=True,
            max_file_size=engine.settings.ingest.max_file_bytes,
        )
    return app


def launch(engine: Engine, host: str, port: int, *, open_to_all: bool = False) -> None:
    """Serve the page until interrupted, and say on standard error where.

    Raises UsageError for an address other machines can reach, since there is no sign-in here,
    unless `open_to_all` says that this is meant, and for a port that is taken.
    """
    if not (open_to_all or _local(host)):
        raise UsageError(
            f"{host} can be reached from other machines and the page has no sign-in: "
            "listen on 127.0.0.1, or say explicitly that everybody may come in"
        )
    _refuse_taken(host, port)
    app = application(engine, local=_local(host) and not open_to_all)
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"Footnote is at http://{name}:{port} (Ctrl-C stops it)\n")
    sys.stderr.flush()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_config(app, host, port)).run()


def _refuse_taken(host: str, port: int) -> None:
    """Say in words what the server would only log."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} cannot be listened on ({error.strerror}): "
                "stop what uses it, or choose another with --port"
            ) from error


@contextmanager
def serving(engine: Engine) -> Iterator[str]:
    """The page on a free port of this machine while the block runs; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(_config(application(engine, local=True), "127.0.0.1", port))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


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


def _local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
