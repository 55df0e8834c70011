"""Has a judge look at sentences that the guard has let through."""

from __future__ import annotations

import math
from dataclasses import replace

from rag.answer.judge import ENTAILED_FROM
from rag.answer.tie import Tie
from rag.errors import ModelUnavailable
from rag.ports import Judge
from rag.text.normalise import unbroken


class SecondOpinion:
    """What a judge makes of the sentences of one answer.

    It can only take support away: what the guard flags stays flagged. A judge that fails, or is
    not done at `until` (of time.monotonic()), is not asked again, and what held without it stands.
    """

    def __init__(self, judge: Judge, until: float = math.inf) -> None:
        self._judge: Judge | None = judge
        self._until = until

    def on(self, sentence: str, found: Tie) -> Tie:
        """The tie, no longer a support where the judge does not find the sentence in it."""
        if self._judge is None or not found.supported:
            return found
        evidence = "\n".join(unbroken(each.quote) for each in found.evidence)
        try:
            entailed = self._judge.entails(evidence, sentence, self._until) >= ENTAILED_FROM
        except ModelUnavailable:
            self._judge = None
            return found
        return replace(found, supported=entailed)
