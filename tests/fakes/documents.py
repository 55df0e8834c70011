"""Documents made of a few paragraphs, cut and embedded without a model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.index.corpus import Corpus
from rag.ports import Vectors
from rag.records import Block, Document, IngestOutcome, Passage, Provenance, Role, Span
from tests.fakes.hash_embedder import HashEmbedder

DIMENSIONS = 32
EMBEDDER = HashEmbedder(DIMENSIONS)


@dataclass(frozen=True)
class Made:
    """What an ingest hands to the corpus."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors

    def write_to(
        self, corpus: Corpus, *, root: str = "", reader_version: str = ""
    ) -> IngestOutcome:
        return corpus.write(
            self.document,
            self.passages,
            self.vectors,
            root=root,
            reader_version=reader_version,
        )


_UNKNOWN = Provenance()


def made(
    source: str,
    *paragraphs: str,
    roles: Sequence[Role] = (),
    language: str = "en",
    provenance: Provenance = _UNKNOWN,
) -> Made:
    """A document with a passage for each paragraph; `roles` belong to the first of them."""
    text = "\n\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    document = Document(
        id=hashlib.sha256(f"{source}\0{text}".encode()).hexdigest()[:20],
        source=source,
        text=text,
        provenance=provenance,
        blocks=tuple(Block(span, Role.BODY) for span in spans),
        original=hashlib.sha256(text.encode()).hexdigest(),
    )
    kinds = [*roles, *[Role.BODY] * len(paragraphs)][: len(paragraphs)]
    passages = tuple(
        Passage(document.id, span, span.of(text), language, role)
        for span, role in zip(spans, kinds, strict=True)
    )
    return Made(document, passages, EMBEDDER.embed_passages([p.text for p in passages]))


def with_provenance(of: Made, provenance: Provenance) -> Made:
    return replace(of, document=replace(of.document, provenance=provenance))


def leaning_documents(corpus: Corpus) -> Vectors:
    """Write 300 passages each of zh and en, and return a query that all the zh ones lean to."""
    chance = np.random.default_rng(0)
    for language, lean in (("zh", 8.0), ("en", 1.0)):
        of = made(f"{language}.txt", *(f"Line {n}." for n in range(300)), language=language)
        vectors = chance.standard_normal((300, DIMENSIONS)).astype(np.float32)
        vectors[:, 0] = lean + chance.normal(0, 0.3, 300)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        replace(of, vectors=vectors).write_to(corpus)
    return np.eye(DIMENSIONS, dtype=np.float32)[0]
