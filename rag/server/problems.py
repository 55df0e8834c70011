"""Errors as every route answers them: one JSON shape, the one OpenAI's clients read.

    {"error": {"message", "type", "param", "code", "problems": []}}

`message` says what failed, with which value, and the way out; `problems` lists all of them.
"""

from __future__ import annotations

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
from rag.server.refusals import NotHere, NotSignedIn, Refused, TooLarge, Unusable

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_LOCKED_S, _MODEL_S = 10, 30
_SHOWN_CHARS = 60
_OPENAI_PATH = "/v1/chat/"
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
        if self.status == NotSignedIn.status:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(self.json(), self.status, headers)


def problem_of(error: RagError) -> Problem:
    """What an expected failure means to who asked."""
    problems = tuple(getattr(error, "problems", ()))
    if isinstance(error, Refused):
        return Problem(
            error.status, error.code, str(error), problems, retry_after_s=error.retry_after_s
        )
    match error:
        case NotInLibrary():
            return Problem(404, NotHere.code, str(error))
        case LibraryLocked():
            return Problem(409, "library_locked", str(error), retry_after_s=_LOCKED_S)
        case LibraryError():
            return Problem(503, "library_unusable", str(error))
        case ModelUnavailable():
            return Problem(503, "model_unavailable", str(error), retry_after_s=_MODEL_S)
        case _:
            return Problem(422, Unusable.code, str(error), problems)


def handle(app: FastAPI) -> None:
    """Make every failure of an application answer in this shape."""
    app.add_exception_handler(RagError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _expected(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RagError):
        raise error
    return problem_of(error).response()


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """A body or parameters that do not fit, all that is wrong with them at once.

    OpenAI's own interface answers 400 where this one says 422, and its clients expect that.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else []
    malformed = any(each["type"] == "json_invalid" for each in found)
    status = 400 if malformed or request.url.path.startswith(_OPENAI_PATH) else 422
    told = tuple(_told(each) for each in found)
    place = ".".join(map(str, found[0]["loc"][1:])) if found else ""
    code = "bad_json" if malformed else Unusable.code
    return Problem(status, code, "; ".join(told), told, place or None).response()


def _told(problem: dict[str, Any]) -> str:
    """One line for one problem: where, what, and the value."""
    place = ".".join(str(part) for part in problem["loc"][1:]) or "the request"
    if problem["type"] in ("missing", "json_invalid"):
        return f"{place}: {problem['msg']}"
    said = _NO_FIELD if problem["type"] == "extra_forbidden" else problem["msg"]
    shown = repr(problem.get("input"))
    value = shown if len(shown) <= _SHOWN_CHARS else shown[: _SHOWN_CHARS - 1] + "…"
    printable = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{place}: {said} (given: {printable})"


_CODES = {404: NotHere.code, 405: "method_not_allowed", 413: TooLarge.code}


async def _http(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, Refused.code)
    return Problem(error.status_code, code, str(error.detail)).response()


async def _unexpected(request: Request, _: Exception) -> JSONResponse:
    """A fault of the program: told without its inside, which the log has under the same number."""
    number = request.scope.get("state", {}).get("request_id", "")
    message = f"the server failed; its log tells more under request {number}"
    return Problem(500, "internal", message).response()
