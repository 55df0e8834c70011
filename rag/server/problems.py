"""Errors as every route answers them: one JSON shape, the one OpenAI's clients read.

    {"error": {"message", "type", "param", "code", "problems": []}}

`message` says what failed, with which value, and the way out; `problems` lists all of them.
"""

from __future__ import annotations

import errno
import math
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from rag.errors import (
    LibraryError,
    LibraryLocked,
    ModelUnavailable,
    NotInLibrary,
    RagError,
)
from rag.server.refusals import Refusal, Refused

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_LOCKED_S, _MODEL_S = 10, 30
_SHOWN_CHARS = 60
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OPENAI_PATH = "/v1/chat/"
_WAYS_OUT = {
    Refusal.NOT_HERE: "there is no such path; /docs lists those there are",
    Refusal.NOT_TAKEN: "this method is not taken here; the answer's Allow header names what is",
}
"""What the framework says in two words, with the way out."""
_NO_FIELD = "there is no such field; /openapi.json describes those there are"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as it is answered; `retry_after_s` where trying again helps."""

    status: int
    code: str
    message: str
    problems: tuple[str, ...] = ()
    param: str | None = None
    retry_after_s: float | None = None

    def json(self) -> dict[str, Any]:
        """The error object."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        return {
            "error": {
                "message": self.message,
                "type": _TYPES.get(self.status, kind),
                "param": self.param,
                "code": self.code,
                "problems": list(self.problems),
            }
        }

    def response(self) -> JSONResponse:
        """The answer that carries it."""
        headers = {}
        if self.retry_after_s is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after_s)))
        if self.status == Refusal.NOT_SIGNED_IN.status:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(self.json(), self.status, headers)


def problem_of(error: RagError) -> Problem:
    """What an expected failure means to who asked."""
    problems = tuple(getattr(error, "problems", ()))
    if isinstance(error, Refused):
        kind, wait_s = error.kind, error.retry_after_s
        return Problem(kind.status, kind.code, str(error), problems, retry_after_s=wait_s)
    match error:
        case NotInLibrary():
            return Problem(404, Refusal.NOT_HERE.code, str(error))
        case LibraryLocked():
            return Problem(409, "library_locked", str(error), retry_after_s=_LOCKED_S)
        case LibraryError():
            return Problem(503, "library_unusable", str(error))
        case ModelUnavailable():
            return Problem(503, "model_unavailable", str(error), retry_after_s=_MODEL_S)
        case _:
            return Problem(422, Refusal.UNUSABLE.code, str(error), problems)


def handle(app: FastAPI) -> None:
    """Make every failure of an application answer in this shape."""
    app.add_exception_handler(RagError, _expected)
    app.add_exception_handler(OSError, _no_room)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _expected(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RagError):
        raise error
    return problem_of(error).response()


async def _no_room(_: Request, error: Exception) -> JSONResponse:
    """A full disk, which whoever runs the server can do something about; no other such error."""
    if not isinstance(error, OSError) or error.errno not in _NO_ROOM:
        raise error
    return problem_of(LibraryError("the server's disk is full: make room and try again")).response()


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """A body or parameters that do not fit, all that is wrong with them at once.

    OpenAI's own interface answers 400 where this one says 422, and its clients expect that.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else []
    malformed = any(each["type"] == "json_invalid" for each in found)
    status = 400 if malformed or request.url.path.startswith(_OPENAI_PATH) else 422
    told = tuple(_told(each) for each in found)
    place = ".".join(map(str, found[0]["loc"][1:])) if found and not malformed else ""
    code = "bad_json" if malformed else Refusal.UNUSABLE.code
    return Problem(status, code, "; ".join(told), told, place or None).response()


def _told(problem: dict[str, Any]) -> str:
    """One line for one problem: where, what, and the value."""
    place = ".".join(str(part) for part in problem["loc"][1:]) or "the request"
    if problem["type"] == "json_invalid":
        return f"the body is no JSON at character {place}: {problem['ctx']['error']}"
    if problem["type"] == "missing":
        return f"{place}: {problem['msg']}"
    said = _NO_FIELD if problem["type"] == "extra_forbidden" else problem["msg"]
    shown = repr(problem.get("input"))
    value = shown if len(shown) <= _SHOWN_CHARS else shown[: _SHOWN_CHARS - 1] + "…"
    printable = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{place}: {said} (given: {printable})"


async def _http(_: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: a path or a method that is not there, a body too large."""
    if not isinstance(error, HTTPException):
        raise error
    kind = Refusal.of(error.status_code)
    message = _WAYS_OUT.get(kind, str(error.detail))
    response = Problem(error.status_code, kind.code, message).response()
    response.headers.update(error.headers or {})
    return response


async def _unexpected(request: Request, _: Exception) -> JSONResponse:
    """A fault of the program: told without its inside, which the log has under the same number."""
    number = request.scope.get("state", {}).get("request_id", "")
    message = f"the server failed; its log tells more under request {number}"
    return Problem(500, "internal", message).response()
