"""Reads files from disk: regular files alone, never past a limit, never through a link."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

from rag.errors import UnreadableFile
from rag.ingest.frontmatter import SIDECAR_SUFFIX
from rag.ingest.inputs import Input, megabytes

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_SIDECAR_BYTES = 100_000


def input_file(source: str, root: Path, path: Path, most_bytes: int) -> Input:
    """The input for a file, to be read later. Raises OSError where it cannot be looked at."""
    file = path.resolve()
    about = file.stat()
    return Input(
        source,
        root,
        file,
        about.st_size,
        about.st_mtime,
        partial(_bytes, source, file, most_bytes),
        partial(_sidecar, path),
    )


def _bytes(source: str, path: Path, most: int) -> bytes:
    """The bytes of a regular file that is still what it was when it was found."""
    try:
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableFile(source, "no longer a file")
            data = file.read(most + 1)
    except OSError as error:
        raise UnreadableFile(source, f"cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise UnreadableFile(source, f"too large: more than {megabytes(most)}")
    return data


def _sidecar(path: Path) -> bytes | None:
    beside = path.with_name(path.name + SIDECAR_SUFFIX)
    try:
        mode = beside.lstat().st_mode
    except OSError:  # there is none; a name this long, say, no file system takes
        return None
    if not stat.S_ISREG(mode):
        return None
    return _bytes(beside.name, beside, _SIDECAR_BYTES)
