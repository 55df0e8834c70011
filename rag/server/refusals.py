"""Why the server does not do what it was asked, each kind with its HTTP status (RFC 9110)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rag.errors import RagError


class Refused(RagError):
    """A request that is not served; `problems` lists everything wrong with it at once."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"

    def __init__(
        self, message: str, problems: Sequence[str] = (), *, retry_after_s: float | None = None
    ) -> None:
        self.problems = tuple(problems)
        self.retry_after_s = retry_after_s
        super().__init__(message)


class NotSignedIn(Refused):
    """Nobody, or somebody unknown, asks for what only people who signed in may have."""

    status = 401
    code = "not_signed_in"


class Forbidden(Refused):
    """A page of another site asks."""

    status = 403
    code = "forbidden"


class NotHere(Refused):
    """There is no such thing."""

    status = 404
    code = "not_found"


class TooLarge(Refused):
    """The request's body is larger than the server takes."""

    status = 413
    code = "too_large"


class UnsupportedType(Refused):
    """The request's body, or every file in it, is of a type that is not read."""

    status = 415
    code = "unsupported_type"


class Unusable(Refused):
    """Well formed, but its values make no sense."""

    status = 422
    code = "unusable"


class TooMany(Refused):
    """The caller asks more often than they may."""

    status = 429
    code = "rate_limited"


class Overloaded(Refused):
    """The server has as much to do as it can take."""

    status = 503
    code = "overloaded"


class TimedOut(Overloaded):
    """The work took longer than the server lets anything take."""

    code = "timed_out"
