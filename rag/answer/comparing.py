"""Holds claims against texts with everything there is for it.

By their form (numbers, dates, names, negation) always; word by word too, where an encoder shows its
tokens. Texts met before are not read again.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.answer import backing, guard
from rag.answer.alignment import Aligner, Alignment
from rag.answer.mismatch import Mismatch, Side, side
from rag.text.normalise import unbroken


class Comparing:
    """Compares claims with texts, for one answer or draft.

    Parameters: `aligner` finds which word stands for which; without it form alone is compared.
    """

    def __init__(self, aligner: Aligner | None = None) -> None:
        self._aligner = aligner

    @property
    def reads_words(self) -> bool:
        """Whether words are aligned, so that a claim can be measured beside a text."""
        return self._aligner is not None

    def against(self, claim: str, text: str) -> tuple[Mismatch, ...]:
        """What the guard has against a claim beside a text; empty where nothing."""
        return guard.check(claim, text, aligned=self._aligner)

    def aligned(self, claim: str, text: str) -> tuple[Side, Side, Alignment]:
        """Both sides with their words aligned. Raises ValueError where none are."""
        if self._aligner is None:
            raise ValueError("no words are aligned: the embedder does not show its tokens")
        said, shown = side(unbroken(claim), None), side(unbroken(text), None)
        return said, shown, self._aligner(said.scan, shown.scan)

    def measures(self, claim: str, text: str, closer: float) -> dict[str, float]:
        """What `backing` weighs; `closer` is how far their cosine lies above the usual one."""
        return backing.measures(*self.aligned(claim, text), closer)

    def backs(self, claim: str, text: str, closer: float) -> bool:
        """Whether a text is taken for what a claim rests on; `closer` as in `measures`."""
        return backing.backs(self.measures(claim, text, closer))


Compare = Callable[[], Comparing]
"""Begins comparing for one answer or draft, with nothing read yet."""
