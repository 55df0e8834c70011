"""Files that are made once from what is installed and kept in the cache folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from rag.errors import ModelUnavailable


def made_once(path: Path, write: Callable[[BinaryIO], None]) -> Path:
    """`path`, written by `write` if it is not there yet.

    The file appears whole or not at all: it is written under another name, flushed to the disk
    and renamed. Processes that do this at once all succeed, and the last rename stays. Whatever
    the content depends on belongs in the file's name.

    Raises:
        ModelUnavailable: the folder cannot be written.
    """
    if path.is_file():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_and_rename(path, write)
    except OSError as error:
        raise ModelUnavailable(
            f"{path}: the converted embedding model cannot be kept there ({error}); "
            "set FOOTNOTE_CACHE to a folder that can be written"
        ) from error
    return path


def _write_and_rename(path: Path, write: Callable[[BinaryIO], None]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
