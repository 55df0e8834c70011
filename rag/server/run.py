"""`footnote serve`: the API alone, until it is stopped."""

from __future__ import annotations

import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from rag.engine import Engine
from rag.server import logs
from rag.server.address import is_local, refuse_public, refuse_taken, url
from rag.server.app import api
from rag.server.mounts import mounts
from rag.server.service import Service

_GRACE_S = 5
"""How long answers under way may hold up the end."""


def serve(engine: Engine, *, open_to_all: bool = False) -> None:
    """Serve the API over an engine until interrupted, and say on standard error where.

    Raises UsageError for an address other machines can reach where nobody has to sign in, unless
    `open_to_all` says that this is meant, and for a port that is taken.
    """
    settings = engine.settings.server
    service = Service.over(engine)
    if not (service.door.closed or open_to_all):
        refuse_public(settings.host)
    refuse_taken(settings.host, settings.api_port)
    app = application(service)
    logs.configure()
    door = "sign-in required" if service.door.closed else "open to everybody who can reach it"
    sys.stderr.write(
        f"Footnote's API is at {url(settings.host, settings.api_port)}/v1 ({door}; Ctrl-C stops)\n"
    )
    sys.stderr.flush()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config(app, settings.host, settings.api_port)).run()


def application(service: Service) -> FastAPI:
    """The API as its settings want it."""
    local = is_local(service.settings.host)
    return api(service, local=local, mounted=mounts(service))


def config(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How the API is served: its own log instead of uvicorn's, nothing said of what serves it."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
