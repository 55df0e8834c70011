"""Files that were sent, laid into a folder under names that lead nowhere else."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import anyio.to_thread
from starlette.datastructures import UploadFile

from rag.records import IngestEvent, IngestOutcome

_MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, and what turns the direction of writing: `txt.exe` would read `exe.txt`."""

_NAME_BYTES = 200
"""File systems take 255; a suffix is added to some."""


async def file_all(files: Sequence[UploadFile], folder: Path) -> list[IngestEvent]:
    """Write the files into the folder; an event for each that has no usable name of its own."""
    refused = []
    for each in files:
        given = each.filename or ""
        name = unicodedata.normalize("NFC", PurePosixPath(given.replace("\\", "/")).name)
        if reason := _unusable(name, folder):
            refused.append(IngestEvent(_shown(given), IngestOutcome.SKIPPED, reason))
        else:
            await anyio.to_thread.run_sync(_write, each, folder / name)
    return refused


def _write(file: UploadFile, place: Path) -> None:
    with place.open("xb") as copy:
        shutil.copyfileobj(file.file, copy)


def _unusable(name: str, folder: Path) -> str | None:
    """Why a file cannot be known by this name, which is a base name already."""
    if not name or name in (".", ".."):
        return "it has no name: send a file name with it"
    if name.startswith("."):
        return "a hidden file: give it a name that does not begin with a dot"
    if _MISLEADING.search(name):
        return "its name holds control characters: rename it"
    if len(name.encode("utf-8", "replace")) > _NAME_BYTES:
        return f"its name is longer than {_NAME_BYTES} bytes: rename it"
    if (folder / name).exists():
        return "a file of this name was sent already: send it by itself, or rename it"
    return None


def _shown(name: str) -> str:
    """A name that can be told, whatever it holds."""
    return _MISLEADING.sub("\ufffd", name)[:_NAME_BYTES]
