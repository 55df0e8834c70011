"""A document as it arrives: checked to be whole before anything of it is stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from rag.index import rows
from rag.ports import Vectors
from rag.records import Document, Passage
from rag.text.paths import as_text


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A document ready to be stored, with its passages in order and their vectors.

    `vectors` is (n, dimensions) float32, row i belongs to passages[i]. `root` is the folder
    that was ingested, `reader_version` names the code that read the original.
    """

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    reader_version: str = ""
    root: str = ""

    def __post_init__(self) -> None:
        source, text = self.document.source, self.document.text
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.passages):
            raise ValueError(
                f"{source}: {len(self.passages)} passages and vectors of shape {self.vectors.shape}"
            )
        if not np.isfinite(self.vectors).all():
            raise ValueError(f"{source}: a vector holds no finite numbers")
        for passage in self.passages:
            if passage.document_id != self.document.id or passage.span.of(text) != passage.text:
                raise ValueError(f"{passage.id} is no slice of {source} ({self.document.id})")
        spans = [passage.span for passage in self.passages]
        if any(later <= earlier for earlier, later in pairwise(spans)):
            raise ValueError(f"{source}: passages are not in the order of their spans")

    @property
    def reading(self) -> str:
        """Hash of everything that was read besides the text, which the document's id stands for."""
        read = [
            rows.provenance_values(self.document.provenance),
            [rows.block_values(block) for block in self.document.blocks],
            [rows.passage_values(passage) for passage in self.passages],
            self.document.original,
            self.document.problems,
            self.reader_version,
        ]
        return hashlib.sha256(rows.dumped(read).encode()).hexdigest()


def resolved(root: str | Path) -> str:
    """A folder as it is compared with others; nothing stays nothing."""
    return as_text(str(Path(root).resolve())) if str(root) else ""
