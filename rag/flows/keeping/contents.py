"""What of a data folder goes into a backup, and where it lies in both.

The library, the originals it refers to, and whatever else a program keeps in the folder. Not the
files derived from the library: they take more room than time to make again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.index.database import FILE_NAME

ORIGINALS = "originals"

_ORIGINAL = re.compile(rf"{ORIGINALS}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept besides the library and its originals.

    `databases` are SQLite files by name, each with what opens one: it brings an older file up to
    date and refuses a newer one. `files` are names of plain files.
    """

    databases: Mapping[str, Callable[[Path], object]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def knows(self, name: str) -> bool:
        """Whether a member of this name has a place in the data folder."""
        return name in (FILE_NAME, *self.databases, *self.files) or is_original(name)


def is_original(name: str) -> bool:
    """Whether a member of this name is an original, under the hash that is its name."""
    return _ORIGINAL.fullmatch(name) is not None


def original_name(digest: str) -> str:
    """Where the original of this SHA-256 lies, in the folder and in a backup."""
    return f"{ORIGINALS}/{digest[:2]}/{digest}"
