"""Records as the values SQLite keeps, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from rag.records import Block, Passage, Provenance, Role, Span

PROVENANCE_FIELDS = tuple(field.name for field in fields(Provenance))

_LISTS = frozenset({"authors", "languages"})


def dumped(value: object) -> str:
    """JSON as stored: letters as they are, no needless spaces, keys in a fixed order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def provenance_values(provenance: Provenance) -> dict[str, Any]:
    """The provenance as JSON values, unknown fields left out."""
    return {name: value for name, value in asdict(provenance).items() if value not in (None, ())}


def with_values(provenance: Provenance, values: Mapping[str, Any]) -> Provenance:
    """The provenance with some fields set from JSON values."""
    changes: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value for name, value in values.items()
    }
    return replace(provenance, **changes) if changes else provenance


def provenance(read: str, edits: str | None) -> Provenance:
    """What a document's provenance is: as read, with the reader's corrections laid over it."""
    values = json.loads(read) | (json.loads(edits) if edits else {})
    return with_values(Provenance(), values)


def block_values(block: Block) -> list[Any]:
    """A block as JSON values."""
    return [block.span.start, block.span.end, block.role.value, block.page, block.speaker]


def block(values: list[Any]) -> Block:
    """A block from its JSON values."""
    start, end, role, page, speaker = values
    return Block(Span(start, end), Role(role), page, speaker)


def passage_values(passage: Passage) -> list[Any]:
    """What was read about a passage, its words and vector apart."""
    span = passage.span
    return [span.start, span.end, passage.language, passage.role, passage.speaker, passage.page]
