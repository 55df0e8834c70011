"""The file that says which collection is the mirror: replaced in one step, so never in doubt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.durable import make_way, replace_whole


@dataclass(frozen=True, slots=True)
class Pointer:
    """A store's address, the generation of the vectors it holds, and how often it was rebuilt."""

    address: str
    vectors: int
    build: int


def read(path: Path) -> Pointer | None:
    """What the file points to; None when there is none that can be read."""
    try:
        return Pointer(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(path: Path, pointer: Pointer) -> None:
    """Point to another collection, durably."""
    content = json.dumps(asdict(pointer)).encode()
    make_way(path)
    replace_whole(path, lambda file: file.write(content))
