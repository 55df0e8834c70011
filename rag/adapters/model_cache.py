"""Files that are made once from what is installed and kept in the cache folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from rag.durable import replace_whole
from rag.errors import ModelUnavailable


def made_once(path: Path, write: Callable[[BinaryIO], None]) -> Path:
    """`path`, written by `write` if it is not there yet.

    The file appears whole or not at all, and processes that do this at once all succeed. Whatever
    the content depends on belongs in the file's name.

    Raises:
        ModelUnavailable: the folder cannot be written.
    """
    if path.is_file():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, write)
    except OSError as error:
        raise ModelUnavailable(
            f"{path}: the converted embedding model cannot be kept there ({error}); "
            "set FOOTNOTE_CACHE to a folder that can be written"
        ) from error
    return path
