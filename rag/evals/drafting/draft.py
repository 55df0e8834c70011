"""One drafted question, and the line of an evaluation file it becomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from rag.evals.questions import LONG_FORM, SAME_TOPIC, GoldSpan

DRAFTED = "drafted"


@dataclass(frozen=True, slots=True)
class Draft:
    """A question drafted from `source`; `gold` is where it is answered, None where nowhere.

    `kind` says what it was made from. A draft without an `answer` takes a sentence to answer.
    """

    question: str
    language: str
    kind: str
    source: str
    at: int
    gold: GoldSpan | None = None
    answer: str | None = None

    @property
    def id(self) -> str:
        """The same for the same question about the same place."""
        key = f"{self.source}\0{self.at}\0{self.question}"
        return f"draft-{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    @property
    def place(self) -> tuple[str, int]:
        """The sentence or section it was made from."""
        return self.source, self.at

    @property
    def line(self) -> dict[str, Any]:
        """The question line."""
        return {
            "id": self.id,
            "question": self.question,
            "language": self.language,
            "answerable": self.gold is not None,
            "answers": [self.answer] if self.answer else [],
            "evidence": [_evidence(self.gold)] if self.gold else [],
            "tags": self._tags(),
            "turns": [],
        }

    def _tags(self) -> list[str]:
        if self.gold is None:
            return [DRAFTED, SAME_TOPIC, self.kind]
        return [DRAFTED, self.kind, *([] if self.answer else [LONG_FORM])]


def _evidence(gold: GoldSpan) -> dict[str, Any]:
    assert gold.span is not None
    speaker = {"speaker": gold.speaker} if gold.speaker else {}
    place = {"source": gold.source, "start": gold.span.start, "end": gold.span.end}
    return {**place, "quote": gold.quote, **speaker}
