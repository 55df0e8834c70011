"""Reads Excel workbooks: a row is an utterance of its own, its cells named by their columns.

A row of a sheet with a header reads "City: Tehran; Population: 9000000", so that it makes sense
alone and its cells can be quoted as they are; without a header cells are parted by tabs. Values
are those the workbook stores, percentages as shown, dates in ISO form.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.ingest import columns, package, properties
from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP, Assembly
from rag.ingest.bounds import require_blocks, require_cells, require_chars
from rag.ingest.declared import language_codes
from rag.ingest.read import Read
from rag.records import Provenance, Role

_DEFAULT_NAME = re.compile(
    r"(?:sheet|лист|工作表|tabelle|feuil|hoja|ورقة|برگه)\s*\d*", re.IGNORECASE
)
_SEARCHED_ROWS = 10
_LONGEST_HEADER = 80


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells as text, empty ones too; `words` tells how many hold words and not figures."""

    cells: tuple[str, ...]
    words: int

    @property
    def filled(self) -> int:
        return sum(bool(cell) for cell in self.cells)


class _Size:
    """How much of a workbook has been read: a short file may name one long text in every cell."""

    def __init__(self) -> None:
        self._cells = 0
        self._chars = 0

    def counted(self, words: str) -> str:
        """The words of one more cell. Raises TooMuch."""
        self._cells += 1
        self._chars += len(words)
        require_cells(self._cells)
        require_chars(self._chars)
        return words


def read(source: str, data: bytes) -> list[Read]:
    """The workbook as one document. Raises UnreadableFile where it is damaged or encrypted."""
    import openpyxl

    assembly = Assembly()
    with package.office(source, data) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts it does not know
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        try:
            size = _Size()
            # Two sheets of one part are no workbook that any program writes.
            sheets = {sheet._worksheet_path: sheet for sheet in workbook.worksheets}.values()
            for sheet in sheets:
                if len(sheets) > 1 or not _DEFAULT_NAME.fullmatch(sheet.title):
                    assembly.add(sheet.title, Role.HEADING)
                _add_sheet(assembly, list(_rows(sheet, size)))
            provenance = _provenance(workbook.properties)
        finally:
            workbook.close()
    return [Read(source, assembly.text, assembly.blocks, provenance)]


def _rows(sheet: Any, size: _Size) -> Iterator[_Row]:
    """Rows that hold anything. Raises TooMuch where a row says it is further down than any is."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        require_blocks(number)
        texts = tuple(size.counted(_text(cell)) for cell in cells)
        if any(texts):
            yield _Row(
                texts, sum(isinstance(cell.value, str) and bool(cell.value) for cell in cells)
            )


def _text(cell: Any) -> str:
    """A cell's value as a person would write it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())


def _add_sheet(assembly: Assembly, rows: Sequence[_Row]) -> None:
    header = _header(rows)
    names = rows[header].cells if header is not None else ()
    speaker = columns.uses(names).get(columns.Use.SPEAKER)
    gap = PARAGRAPH_GAP
    for index, row in enumerate(rows):
        if header is not None and index <= header:
            assembly.add("\t".join(filter(None, row.cells)), Role.HEADING, gap=gap)
        else:
            said_by = row.cells[names.index(speaker)] if speaker in names[: len(row.cells)] else ""
            assembly.add(_sentence(names, row), speaker=said_by or None, gap=gap)
        gap = LINE_GAP


def _header(rows: Sequence[_Row]) -> int | None:
    """The row that names the columns: the first full one, if it is all short words.

    Rows above it with a single cell are the table's title.
    """
    width = max((row.filled for row in rows), default=0)
    if width < 2:
        return None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        if row.filled >= max(2, width - 1):
            short = all(len(cell) <= _LONGEST_HEADER for cell in row.cells)
            named = row.words == row.filled and len(set(filter(None, row.cells))) == row.filled
            return index if short and named and index + 1 < len(rows) else None
        if row.filled > 1:
            return None
    return None


def _sentence(names: Sequence[str], row: _Row) -> str:
    if not names:
        return "\t".join(row.cells).strip("\t")
    named = [*names, *[""] * (len(row.cells) - len(names))]
    pairs = zip(named, row.cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def _provenance(stated: Any) -> Provenance:
    return Provenance(
        title=properties.title(stated.title),
        authors=properties.authors(stated.creator),
        languages=language_codes(stated.language) if stated.language else (),
        kind="table",
    )
