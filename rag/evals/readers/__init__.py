"""Question files of every format as rows; one module a format.

| suffix or folder | format |
|---|---|
| `.jsonl` | question lines, RAGAS-style rows, or flat SQuAD rows, told apart by their keys |
| `.json` | SQuAD (1.1 and 2.0), or a list of rows as in `.jsonl` |
| `.csv`, `.tsv` | one question a row, columns named as in question lines |
| folder | BEIR: `corpus.jsonl`, `queries.jsonl`, `qrels/*.tsv` |
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rag.errors import InputError
from rag.evals.readers import beir, rows, table
from rag.evals.readers.found import Found

FORMATS: dict[str, Callable[[Path], Found]] = {
    ".jsonl": rows.read_lines,
    ".ndjson": rows.read_lines,
    ".json": rows.read_value,
    ".csv": table.read,
    ".tsv": table.read,
}


def read(path: Path) -> Found:
    """The rows at `path`, with the documents it brings along.

    Raises InputError where there is nothing to read or nobody knows the format.
    """
    if path.is_dir():
        return beir.read(path)
    if not path.is_file():
        raise InputError(f"{path}: no such file or folder")
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: not a question file; known are {', '.join(FORMATS)}")
    return reader(path)
