"""Room on a disk: a scratch folder that leaves nothing behind, and a full disk said in words."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import InputError
from rag.ingest.inputs import megabytes


@contextmanager
def scratch(folder: Path, name: str) -> Iterator[Path]:
    """A passing folder inside `folder`; raises InputError where none can be made or it gets full.

    What is written there and then renamed out of it appears whole or not at all.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as made:
            yield Path(made)
    except OSError as error:
        raise InputError(f"{folder}: {_meaning(error)}; nothing was changed") from error


def sweep(folder: Path, name: str) -> None:
    """Delete what killed processes left of scratch folders; nobody else may have one of `name`."""
    for left in folder.glob(f".{name}-*"):
        shutil.rmtree(left, ignore_errors=True)


def require(folder: Path, needed_bytes: int) -> None:
    """Raise InputError unless the disk that holds `folder` has that much room."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise InputError(
            f"{folder} has room for {megabytes(free)}, and {megabytes(needed_bytes)} are needed: "
            "make room and try again; nothing was changed"
        )


def _meaning(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return error.strerror or str(error)
