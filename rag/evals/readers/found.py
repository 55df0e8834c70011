"""What a reader found at a path, and the reading of text that all of them share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.errors import InputError
from rag.evals.checking import Row


@dataclass(frozen=True, slots=True)
class Found:
    """Rows shaped like question lines, and the documents by source that the format carries.

    `name` is the format's, for messages.
    """

    name: str
    rows: Sequence[Row]
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def text_of(path: Path) -> str:
    """The file's text, a byte order mark dropped; raises InputError unless it is UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def json_of(path: Path) -> Any:
    """The file's one JSON value; raises InputError naming line and column of what is wrong."""
    try:
        return json.loads(text_of(path))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{path}, {place}: not JSON ({error.msg})") from error


def json_lines(path: Path) -> Iterator[Row]:
    """A row for every line that is not blank; a line that is no JSON object carries its problem."""
    # Split at newlines alone: JSON text may hold other line separators unescaped.
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            yield _row(f"line {number}", line)


def _row(where: str, line: str) -> Row:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return Row(where, problem=f"not JSON ({error.msg} at column {error.colno})")
    return as_row(where, value)


def as_row(where: str, value: object) -> Row:
    """A row of one JSON value, which should be an object."""
    if not isinstance(value, dict):
        return Row(where, problem=f"not an object but {type(value).__name__}")
    return Row(where, value)


def plain_newlines(text: str) -> str:
    """Text as its document will hold it: CRLF and CR as LF, a byte order mark dropped."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
