"""Turns how surely the evidence answers into one of three verdicts, at one operating point."""

from __future__ import annotations

from rag.calibration import OperatingPoint
from rag.records import AnswerVerdict


def verdict(answerable: float, point: OperatingPoint) -> AnswerVerdict:
    """The verdict for a probability in [0, 1] that the evidence holds the answer."""
    if answerable < point.refuse_below:
        return AnswerVerdict.NOT_FOUND
    if answerable < point.sure_from:
        return AnswerVerdict.PARTLY
    return AnswerVerdict.ANSWERED
