"""The growing file of prediction lines that lets a killed run go on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from rag.durable import replace_whole
from rag.errors import InputError

_BEGINNING = b'{"id": "'

Key = tuple[str, str]
"""Set and question id."""


class PredictionFile:
    """Prediction lines of one run, kept by set and question id; in memory alone without a path.

    A line is on its way to the disk before the next question is asked. What a kill left of an
    unfinished last line is cut off on opening.

    Raises InputError where the path holds something else than prediction lines.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: dict[Key, str] = {}
        self._file: IO[str] | None = None
        if path is not None:
            self._open(path)

    def get(self, set_name: str, question_id: str) -> Mapping[str, Any] | None:
        """The line of a question, None where it was not answered yet."""
        line = self._lines.get((set_name, question_id))
        return None if line is None else dict(json.loads(line))

    def append(self, line: Mapping[str, Any]) -> None:
        """Keeps one more line."""
        text = json.dumps(line, ensure_ascii=False, allow_nan=False)
        self._lines[_key(line)] = text
        if self._file is not None:
            self._file.write(text + "\n")
            self._file.flush()

    def forget(self, keys: Iterable[Key]) -> None:
        """Drops lines that no longer hold, from the file too; a kill leaves the old file whole."""
        stale = [key for key in keys if self._lines.pop(key, None) is not None]
        if stale and self._path is not None:
            self.close()
            content = "".join(f"{line}\n" for line in self._lines.values()).encode()
            replace_whole(self._path, lambda file: file.write(content))
            self._file = self._path.open("a", encoding="utf-8")

    def close(self) -> None:
        """Closes the file; the lines stay readable."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, path: Path) -> None:
        try:
            if path.exists():
                self._lines = dict(_read(path))
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise InputError(f"--predictions {path}: {error.strerror}") from error


def _read(path: Path) -> Iterator[tuple[Key, str]]:
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    for number, line in enumerate(whole.split(b"\n"), start=1):
        if line:
            try:
                yield _key(json.loads(line)), line.decode()
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(
                    f"--predictions {path}, line {number}: not a prediction; name another file"
                ) from error
    _cut_torn(path, whole, data[len(whole) :])


def _cut_torn(path: Path, whole: bytes, torn: bytes) -> None:
    """Cuts off what looks like the beginning of a prediction line, and nothing else."""
    if not torn:
        return
    if not (torn.startswith(_BEGINNING) or _BEGINNING.startswith(torn)):
        raise InputError(f"--predictions {path}: not predictions; name another file")
    with path.open("r+b") as file:
        file.truncate(len(whole))


def _key(line: Mapping[str, Any]) -> Key:
    return line["set"], line["id"]
