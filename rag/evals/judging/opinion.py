"""What a judge made of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.evals.figures import Figure


@dataclass(frozen=True, slots=True)
class Judged:
    """A judge's figures, macro-averaged over the sets, with who judged and by which prompt."""

    judge: str
    prompt: str
    figures: Mapping[str, Figure]

    @property
    def title(self) -> str:
        """The heading its figures stand under, so that nobody takes them for counted ones."""
        return f"Judged by {self.judge} (prompt {self.prompt}): a model's opinion, not counted"
