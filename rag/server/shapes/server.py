"""The server itself: its health, who is signed in, an evaluation's report, and every failure."""

from __future__ import annotations

from typing import Literal

from rag.server.shapes.parts import Shape


class ReportOut(Shape):
    """The report of `footnote eval --json`."""

    figures: dict[str, float | None]
    counts: dict[str, int]
    intervals: dict[str, list[float]]


class SignedInOut(Shape):
    """A new session; the token can be sent as a bearer for so many seconds."""

    person: str
    token: str
    seconds: float


class SessionOut(Shape):
    """Who is signed in, null for nobody, and whether one has to."""

    person: str | None
    required: bool


class HealthOut(Shape):
    """The server answers and the library can be read."""

    status: Literal["ok"]
    documents: int


class ErrorOut(Shape):
    """What failed, with which value, and the way out."""

    message: str
    type: str
    param: str | None
    code: str
    problems: list[str]


class ProblemOut(Shape):
    """Every failure."""

    error: ErrorOut
