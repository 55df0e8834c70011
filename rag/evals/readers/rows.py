"""JSON rows: question lines themselves, and rows of other tools told apart by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.errors import InputError
from rag.evals.checking import Row
from rag.evals.readers import ragas, squad
from rag.evals.readers.found import Found, as_row, json_lines, json_of


def read_lines(path: Path) -> Found:
    """One JSON object a line."""
    return _told_apart(list(json_lines(path)), path.stem)


def read_value(path: Path) -> Found:
    """One JSON value: SQuAD's nested object, or a list of rows of any known kind."""
    value = json_of(path)
    if isinstance(value, list):
        listed = [as_row(f"entry {number}", each) for number, each in enumerate(value, start=1)]
        return _told_apart(listed, path.stem)
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return squad.nested(value["data"])
    raise InputError(f"{path}: neither a list of rows nor SQuAD's object with a list 'data'")


def _told_apart(rows: Sequence[Row], stem: str) -> Found:
    """The rows as the first of them says they are meant; `stem` names rows that have no id."""
    first = next((row.fields for row in rows if row.problem is None), {})
    if ragas.speaks(first):
        return ragas.translate(rows, stem)
    if squad.speaks(first):
        return squad.flat(rows)
    return Found("question lines", rows)
