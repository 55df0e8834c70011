"""From one input's bytes to documents cut into passages: read, decide roles, segment."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.ingest import roles, side_by_side
from rag.ingest.readers import Read, read
from rag.ingest.segment import segment
from rag.records import Document, Passage, Role
from rag.settings import PassageSettings

_TABLES = frozenset({"table", "records"})
_FEWEST = 0.1
"""Share of a document's characters from which a language counts as one of its languages."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its passages, ready to be embedded and stored."""

    document: Document
    passages: tuple[Passage, ...]


def document_id(source: str, text: str) -> str:
    """Derived from source and canonical text, so that ingesting twice is a no-op."""
    return hashlib.sha256(f"{source}\0{text}".encode()).hexdigest()[:20]


def prepare(
    source: str,
    data: bytes,
    sizes: PassageSettings,
    count_tokens: Callable[[str], int],
    *,
    sidecar: bytes | None = None,
) -> list[Prepared]:
    """Read one input into documents with passages.

    Parameters: `sidecar` holds the file's provenance, if it has one.
    Raises UnreadableFile where nothing can be read.
    """
    original = hashlib.sha256(data).hexdigest()
    found = read(source, data, sidecar)
    return [_prepared(item, original, sizes, count_tokens) for item in found]


def _prepared(
    item: Read,
    original: str,
    sizes: PassageSettings,
    count_tokens: Callable[[str], int],
) -> Prepared:
    rows = item.provenance.kind in _TABLES
    decided = roles.decide(item.text, item.blocks, threads=not rows)
    blocks = side_by_side.parted(item.text, decided)
    key = document_id(item.source, item.text)
    passages = segment(key, item.text, blocks, sizes, count_tokens, rows=rows)
    about = item.provenance
    if not about.languages:
        about = replace(about, languages=_languages(passages))
    document = Document(
        key, item.source, item.text, about, tuple(blocks), original, tuple(item.problems)
    )
    return Prepared(document, tuple(passages))


def _languages(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Languages that hold a tenth of the text or more, most first."""
    sizes: Counter[str] = Counter()
    for passage in passages:
        if passage.language != "und" and passage.role is not Role.BOILERPLATE:
            sizes[passage.language] += len(passage.span)
    total = sum(sizes.values())
    return tuple(code for code, size in sizes.most_common() if size >= _FEWEST * total)
