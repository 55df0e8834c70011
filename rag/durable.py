"""Files that appear whole or not at all, and then outlive a power cut.

What is written goes into a new file beside its place, is flushed to the disk and renamed; the
folder is flushed last, for a rename is a change of the folder.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from glob import escape
from pathlib import Path
from typing import BinaryIO

_TOKEN_BYTES = 4
_TOKEN = "[0-9a-f]" * 2 * _TOKEN_BYTES
_UNFINISHED = ".new"
_ABANDONED_S = 86_400
"""From this age on an unfinished file is a killed writer's: nothing is written for a day."""


def replace_whole(path: Path, write: Callable[[BinaryIO], object], *, mode: int = 0o666) -> None:
    """Put a file that `write` writes in the place of `path`, in one step.

    Readers see the old file or the new one. Of several who write at once each succeeds, and the
    last rename stays. When anything fails, `path` is as it was and nothing is left beside it.

    Parameters: `mode` is the new file's permissions from its first byte on, less the umask.
    Raises OSError, and whatever `write` raises.
    """
    _clear_abandoned(path)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(_TOKEN_BYTES)}{_UNFINISHED}")
    try:
        with open(unfinished, "xb", opener=partial(os.open, mode=mode)) as file:
            write(file)
            flush(file)
        unfinished.replace(path)
    except OSError as error:
        if error.filename is None:  # as where the disk is full
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    flush_folder(path.parent)


def make_way(path: Path) -> None:
    """Move a folder aside that lies where a file of one's own belongs; it may hold something."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"no-{path.name}-{time.time_ns()}"))


def flush(file: BinaryIO) -> None:
    """Make everything written to an open file outlive a power cut."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make renames in a folder outlive a power cut; does nothing on Windows, which cannot."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_abandoned(path: Path) -> None:
    for left in path.parent.glob(f"{escape(path.name)}.{_TOKEN}{_UNFINISHED}"):
        with suppress(FileNotFoundError):  # another writer's, just renamed or cleared
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                left.unlink()
