"""An answer as one portable file that anybody can verify later against any library.

A bundle is JSON: `{"format": "footnote-bundle", "version": 1, "answer": {...}, "evidence": [...]}`.
The answer is the object of `ask --json`; `evidence` holds, for each of its citations, what the
answer alone does not tell: hashes of the document, and the words before and after the quote.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Answer, Citation

FORMAT = "footnote-bundle"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the quote of one citation stood.

    `text_sha256` is of the document's canonical text in UTF-8, `original_sha256` of the bytes it
    was read from (empty where unknown); `before` and `after` are the words around the quote.
    """

    number: int
    text_sha256: str
    original_sha256: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """An answer with the surroundings of each of its citations, in their order."""

    answer: Answer
    evidence: tuple[Surroundings, ...]

    def __post_init__(self) -> None:
        numbers = [citation.number for citation in self.answer.citations]
        if numbers != [each.number for each in self.evidence]:
            raise ValueError(f"evidence for citations {numbers} is wanted, each once, in order")

    @property
    def pairs(self) -> list[tuple[Citation, Surroundings]]:
        """Each citation with its surroundings."""
        return list(zip(self.answer.citations, self.evidence, strict=True))
