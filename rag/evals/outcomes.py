"""One word for how a question went, for lists that people read."""

from __future__ import annotations

from enum import StrEnum

from rag.evals.report import Outcome


class Went(StrEnum):
    """How one question went, worst first."""

    UNPREDICTED = "no prediction"
    INVENTED = "answered, yet not answerable"
    WRONG = "wrong"
    REFUSED = "refused, yet answerable"
    UNKNOWN = "not judged"
    DECLINED = "rightly not found"
    RIGHT = "right"

    @property
    def good(self) -> bool | None:
        """Whether the answer was right; None where nobody can tell."""
        if self is Went.UNKNOWN:
            return None
        return self in (Went.RIGHT, Went.DECLINED)


def went(outcome: Outcome) -> Went:
    """How the question went, by the loss its confidence is judged with."""
    prediction, loss = outcome.prediction, outcome.score.scores.get("loss")
    if prediction is None:
        return Went.UNPREDICTED
    if loss is None:
        return Went.UNKNOWN
    if outcome.question.answerable is False:
        return Went.INVENTED if prediction.answered else Went.DECLINED
    if not prediction.answered:
        return Went.REFUSED
    return Went.RIGHT if loss == 0 else Went.WRONG
