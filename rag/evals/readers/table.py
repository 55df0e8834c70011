"""Spreadsheet tables (CSV, TSV): one question a row, columns named as in question lines.

`answers` and `tags` hold several values apart by `|`. One piece of evidence fills the columns
`source`, `start`, `end` and `quote`; several go as JSON into the column `evidence`. A table without
an `id` column is numbered.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import InputError
from rag.evals.checking import Row
from rag.evals.readers.found import Found, text_of

_LISTS = ("answers", "tags")
_EVIDENCE = ("source", "start", "end", "quote", "side", "speaker")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read(path: Path) -> Found:
    """The table's rows; raises InputError where it has no `question` column."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(io.StringIO(text_of(path), newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if "question" not in names:
        raise InputError(f"{path}: no column is named 'question' (columns: {', '.join(names)})")
    reader.fieldnames = names
    return Found("table", list(_rows(reader, path.stem)))


def _rows(reader: csv.DictReader[str], stem: str) -> Iterator[Row]:
    try:
        for number, cells in enumerate(reader, start=1):
            where = f"line {reader.line_num}"
            if None in cells:
                yield Row(where, problem="more cells than columns; quote cells that hold the mark")
            else:
                yield _row(where, cells, f"{stem}-{number}")
    except csv.Error as error:
        yield Row(f"line {reader.line_num}", problem=str(error))


def _row(where: str, cells: dict[str, str | None], numbered: str) -> Row:
    given = {name: value.strip() for name, value in cells.items() if value and value.strip()}
    fields: dict[str, Any] = {"id": numbered if "id" not in cells else None, **given}
    fields |= {name: _several(given[name]) for name in _LISTS if name in given}
    try:
        if "answerable" in given:
            fields["answerable"] = _truth(given["answerable"])
        fields["evidence"] = _evidence(given)
        if "turns" in given:
            fields["turns"] = _json(given["turns"], "turns")
    except ValueError as error:
        return Row(where, problem=str(error))
    return Row(where, fields)


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _truth(cell: str) -> bool:
    if cell.lower() not in _TRUTH:
        raise ValueError(f"answerable is {cell!r}, neither true nor false")
    return _TRUTH[cell.lower()]


def _evidence(given: dict[str, str]) -> Any:
    if "evidence" in given:
        return _json(given["evidence"], "evidence")
    gold: dict[str, Any] = {name: given[name] for name in _EVIDENCE if name in given}
    for name in ("start", "end"):
        if name in gold:
            if not gold[name].isdecimal():
                raise ValueError(f"{name} is {gold[name]!r}, not a whole number")
            gold[name] = int(gold[name])
    return [gold] if gold else []


def _json(cell: str, name: str) -> Any:
    try:
        return json.loads(cell)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} is not JSON ({error.msg})") from error
