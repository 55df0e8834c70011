"""Why the server does not do what it was asked, each kind with its HTTP status (RFC 9110)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from rag.errors import RagError


class Refusal(Enum):
    """A kind of refusal: the status it is answered with, and the code a program goes by."""

    BAD_REQUEST = 400, "bad_request"
    NOT_SIGNED_IN = 401, "not_signed_in"
    FORBIDDEN = 403, "forbidden"
    NOT_HERE = 404, "not_found"
    NOT_TAKEN = 405, "method_not_allowed"
    TOO_LARGE = 413, "too_large"
    UNSUPPORTED_TYPE = 415, "unsupported_type"
    UNUSABLE = 422, "unusable"
    TOO_MANY = 429, "rate_limited"
    OVERLOADED = 503, "overloaded"
    TIMED_OUT = 503, "timed_out"

    def __init__(self, status: int, code: str) -> None:
        self.status = status
        self.code = code

    @classmethod
    def of(cls, status: int) -> Refusal:
        """The kind answered with a status; a bad request for one that no kind has."""
        return next((each for each in cls if each.status == status), cls.BAD_REQUEST)


class Refused(RagError):
    """A request that is not served.

    `problems` lists everything wrong with it at once; `retry_after_s` is how long to wait where
    trying again helps.
    """

    def __init__(
        self,
        kind: Refusal,
        message: str,
        problems: Sequence[str] = (),
        *,
        retry_after_s: float | None = None,
    ) -> None:
        self.kind = kind
        self.problems = tuple(problems)
        self.retry_after_s = retry_after_s
        super().__init__(message)
