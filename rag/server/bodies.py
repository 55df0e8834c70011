"""What a request may carry: JSON up to a size, files up to a larger one, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.server.problems import problem_of
from rag.server.refusals import Refusal, Refused

_JSON = "application/json"
_FILES = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Bytes a body may have; `files_path` is the one path that takes files."""

    json_bytes: int
    files_bytes: int
    files_path: str


class Bodies:
    """Refuses bodies by type and size before anybody reads them, and while they come in."""

    def __init__(self, app: ASGIApp, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 or 415, or pass the request on with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        takes_files = scope["path"] == self._limits.files_path and scope["method"] == "POST"
        most = self._limits.files_bytes if takes_files else self._limits.json_bytes
        if refused := _refusal(headers, _FILES if takes_files else _JSON, most):
            await problem_of(refused).response()(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _refusal(headers: Headers, wanted: str, most: int) -> Refused | None:
    length = headers.get("content-length", "")
    if not (length or "transfer-encoding" in headers):
        return None
    if length.isdecimal() and int(length) > most:
        return Refused(Refusal.TOO_LARGE, _too_large(int(length), most))
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if length != "0" and given != wanted:
        return Refused(
            Refusal.UNSUPPORTED_TYPE,
            f"a body of type {given or '(none named)'!r} is not taken here: send {wanted}",
        )
    return None


def _counted(receive: Receive, most: int) -> Receive:
    """A `receive` that stops a body longer than it said, or one that did not say."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            # The framework passes its own exceptions on and would hide any other as a 400.
            raise HTTPException(Refusal.TOO_LARGE.status, _too_large(taken, most))
        return message

    return counting


def _too_large(size: int, most: int) -> str:
    return (
        f"a body of {size} bytes or more is too large: the limit is {most}; send less at once, "
        "or raise the limit in the settings"
    )
