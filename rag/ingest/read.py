"""What a reader makes of one file: canonical text, blocks, and what the format says of it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Block, Provenance

_UNKNOWN = Provenance()


@dataclass(frozen=True, slots=True)
class Read:
    """One document as a reader found it, before it has an id.

    `blocks` are disjoint, in order and lie inside `text`; they need not cover it. `problems` says
    what could not be read, in words for the person who gave the file.
    """

    source: str
    text: str
    blocks: tuple[Block, ...]
    provenance: Provenance = _UNKNOWN
    problems: tuple[str, ...] = ()
