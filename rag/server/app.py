"""The API put together: its routes, and what every request passes before it reaches one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Security
from fastapi.security import HTTPBearer
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from rag import __version__
from rag.server.bodies import Bodies, BodyLimits
from rag.server.buckets import Buckets
from rag.server.entry import Entry
from rag.server.mounts import Mounted
from rag.server.observed import Observed
from rag.server.openai.completions import Completions
from rag.server.openai.models import Models
from rag.server.problems import handle
from rag.server.rest.ask import Asking
from rag.server.rest.check import Checking
from rag.server.rest.conversations import Conversations
from rag.server.rest.description import Describing
from rag.server.rest.documents import Documents
from rag.server.rest.evaluate import Evaluating
from rag.server.rest.feedback import Judging
from rag.server.rest.health import Health
from rag.server.rest.search import Searching
from rag.server.rest.session import SigningIn
from rag.server.rest.uploads import FILES_PATH, Uploads
from rag.server.service import Service
from rag.server.shapes.server import ProblemOut
from rag.server.sites import Allowed, Sites

_ABOUT = """Questions answered from a library of documents, every sentence cited to exact words.

Offsets are code points into a document's canonical text, half-open. Missing values are null, never
left out. Every error has the shape `{"error": {"message", "type", "param", "code", "problems"}}`.
"""
_PARTS = (
    Asking,
    Searching,
    Checking,
    Documents,
    Uploads,
    Conversations,
    Judging,
    Evaluating,
    SigningIn,
    Completions,
    Models,
    Health,
    Describing,
)


def api(service: Service, *, local: bool, mounted: Sequence[Mounted] = ()) -> FastAPI:
    """The API over a service; `local` is a server that only this machine can reach."""

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(service.close)
            for each in mounted:
                if each.lifespan is not None:
                    await stack.enter_async_context(each.lifespan())
            yield

    app = FastAPI(
        title="Footnote",
        version=__version__,
        description=_ABOUT,
        openapi_url=None,  # Describing answers instead
        lifespan=running,
        dependencies=[Security(HTTPBearer(auto_error=False, description="An API key"))],
        middleware=_passed(service, local=local),
    )
    handle(app)
    failures: dict[int | str, dict[str, Any]] = {
        status: {"model": ProblemOut} for status in ("default", 422)
    }
    for part in _PARTS:
        app.include_router(part(service).router(), responses=failures)
    for each in mounted:
        app.router.routes.extend(each.routes())
    return app


def _passed(service: Service, *, local: bool) -> list[Middleware]:
    """What a request passes, outermost first."""
    settings = service.settings
    allowed = Allowed.of(settings, local=local)
    limits = BodyLimits(settings.max_body_bytes, settings.max_upload_bytes, FILES_PATH)
    stack = [
        Middleware(Observed, metrics=service.metrics),
        Middleware(Sites, allowed=allowed),
        Middleware(Entry, door=service.door, buckets=Buckets(settings.requests_per_minute)),
        Middleware(Bodies, limits=limits),
    ]
    if allowed.origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=allowed.origins,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "X-Request-Id"],
        )
        stack.insert(1, cors)
    return stack
