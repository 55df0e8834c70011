"""Two texts held against each other, and what one says that the other does not."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Span
from rag.text import facts
from rag.text.facts import Facts
from rag.text.facts.scan import Scan


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something a claim says that its evidence does not.

    `kind` is "number", "date", "name", "negation", "unit", "speaker", "word" (another one, or its
    opposite) or "roles" (who did it to whom); `claim` is the claim's wording, `evidence` what
    stands in its place, None where nothing does.
    """

    kind: str
    claim: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, with its facts."""

    scan: Scan
    facts: Facts

    def words(self, span: Span) -> str:
        return span.of(self.scan.text)


def side(text: str, language: str | None) -> Side:
    """A text with its facts, ready to be compared."""
    scan = Scan(text, language)
    return Side(scan, facts.of(scan))
