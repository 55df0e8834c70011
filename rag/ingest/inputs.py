"""What is found to be read: inputs with their sources, what is skipped, and the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from rag.ingest.frontmatter import SIDECAR_SUFFIX

_SYSTEM_FILES = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_WHOLE_FROM_MB = 100


def _no_sidecar() -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile input from filling memory or disk.

    Sizes are in bytes; `archive_bytes` bounds what one archive inflates to, nested ones included;
    `depth` is how many archives may lie inside one another.
    """

    file_bytes: int = 100_000_000
    archive_bytes: int = 1_000_000_000
    archive_members: int = 10_000
    depth: int = 8


@dataclass(frozen=True, slots=True)
class Input:
    """A file, or a member of an archive, that can be read when its turn comes.

    `source` is the path the document will be known by; `file` the file on disk that holds it and
    `root` the folder its source is relative to; `size` its bytes, `modified` seconds since 1970
    (of the file on disk).
    """

    source: str
    root: Path
    file: Path
    size: int
    modified: float
    _data: Callable[[], bytes] = field(repr=False, compare=False)
    _sidecar: Callable[[], bytes | None] = field(default=_no_sidecar, repr=False, compare=False)

    def read(self) -> bytes:
        """The bytes. Raises UnreadableFile where they cannot be had or pass a limit."""
        return self._data()

    def sidecar(self) -> bytes | None:
        """The bytes of `NAME.meta.toml` beside it; None where there is none."""
        return self._sidecar()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was found but is not read, with the reason in words."""

    source: str
    reason: str


def megabytes(size_bytes: int) -> str:
    """A size as people write it: "12.5 MB", "1,200 MB"."""
    size = size_bytes / 1_000_000
    return f"{size:,.0f} MB" if size >= _WHOLE_FROM_MB else f"{size:.3g} MB"


def overlooked(path: PurePath) -> bool:
    """Whether a relative path is no input at all: hidden, a system's own file, or a sidecar."""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return (
        hidden
        or not _SYSTEM_FILES.isdisjoint(path.parts)
        or path.name.startswith("~$")
        or path.name.endswith(SIDECAR_SUFFIX)
    )
