"""Reads CSV and TSV: the canonical text is the file's own, a row is an utterance of its own.

A quoted cell may hold line breaks (RFC 4180); its row's span covers all its lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.ingest import columns
from rag.ingest.decode import decoded
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Block, Provenance, Role, Span
from rag.text.normalise import canonical

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_LONGEST_ROW_LINES = 500
_BAD_QUOTES = "a quotation mark is never closed; each line was taken as a row"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells and its place in the text, its last line break left out."""

    cells: tuple[str, ...]
    span: Span


def read(source: str, data: bytes) -> list[Read]:
    """The table as one document. Raises UnreadableFile where the file is not text."""
    require_text(source, data)
    found = decoded(source, data)
    text = canonical(found.text)
    lines = text.split("\n")
    delimiter = _delimiter(lines[:_SAMPLE_LINES])
    rows, problems = _rows(lines, delimiter), found.problems
    if any(row.span.of(text).count("\n") >= _LONGEST_ROW_LINES for row in rows):
        rows, problems = list(_plain_rows(lines, delimiter)), (*problems, _BAD_QUOTES)
    return [Read(source, text, _blocks(text, rows), Provenance(kind="table"), problems)]


def _delimiter(lines: Sequence[str]) -> str:
    """The candidate that cuts most lines into a like number of cells, quotation marks heeded."""
    return max(_DELIMITERS, key=lambda delimiter: _steadiness(lines, delimiter))


def _steadiness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest number of cells, and that number; none for one cell."""
    counts: list[int] = []
    try:
        rows = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
        counts.extend(len(cells) for cells in rows if cells)
    except csv.Error:  # a quotation mark in the wrong place: not this delimiter, or a cut sample
        pass
    usual = max(set(counts), key=counts.count, default=0)
    return (counts.count(usual), usual) if usual > 1 else (0, 0)


def _rows(lines: list[str], delimiter: str) -> list[_Row]:
    starts = _starts(lines)
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    rows: list[_Row] = []
    first = 0
    try:
        for cells in reader:
            span = Span(starts[first], starts[reader.line_num] - 1)
            rows.append(_Row(tuple(cells), span))
            first = reader.line_num
    except csv.Error:  # a cell beyond the csv module's limit: a quotation mark left open
        return [_Row((), Span(0, starts[-1] - 1))]
    return rows


def _plain_rows(lines: list[str], delimiter: str) -> Iterator[_Row]:
    for start, line in zip(_starts(lines), lines, strict=False):
        yield _Row(tuple(line.split(delimiter)), Span(start, start + len(line)))


def _starts(lines: list[str]) -> list[int]:
    """Where each line begins, and where one after the last would."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _blocks(text: str, rows: Sequence[_Row]) -> tuple[Block, ...]:
    speaker_column = _speaker_column(rows)
    blocks: list[Block] = []
    for row in rows:
        span = row.span.trimmed(text)
        if span:
            blocks.append(Block(span, speaker=_cell(row, speaker_column)))
    if blocks and _is_header(rows):
        blocks[0] = replace(blocks[0], role=Role.HEADING, speaker=None)
    return tuple(blocks)


def _is_header(rows: Sequence[_Row]) -> bool:
    """Whether the first row names the columns: short words in each cell, no numbers."""
    if len(rows) < 2 or len(rows[0].cells) < 2:
        return False
    cells = [cell.strip() for cell in rows[0].cells]
    return all(cell and len(cell) <= 60 and not any(map(str.isdigit, cell[:1])) for cell in cells)


def _speaker_column(rows: Sequence[_Row]) -> int | None:
    if not rows or not _is_header(rows):
        return None
    name = columns.uses(rows[0].cells).get(columns.Use.SPEAKER)
    return rows[0].cells.index(name) if name is not None else None


def _cell(row: _Row, column: int | None) -> str | None:
    if column is None or column >= len(row.cells):
        return None
    return " ".join(row.cells[column].split()) or None
