"""Vectors as SQLite keeps them: each a run of little-endian float32 values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.ports import Vectors

STORED = np.dtype("<f4")


def packed(vectors: Vectors) -> list[bytes]:
    """Each row of (n, dimensions) as the bytes that are stored."""
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype=STORED)]


def unpacked(rows: Sequence[bytes]) -> Vectors:
    """Stored vectors, at least one, as (n, dimensions) float32."""
    return np.frombuffer(b"".join(rows), dtype=STORED).reshape(len(rows), -1)
