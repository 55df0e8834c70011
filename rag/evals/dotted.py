"""Nested tables by dotted names, as settings are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted names and values of nested tables, written nested or already dotted."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from dotted(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
