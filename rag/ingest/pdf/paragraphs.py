"""Gathers the lines of a PDF page into paragraphs by spacing, indents and type size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP
from rag.ingest.pdf.characters import Run
from rag.ingest.pdf.columns import columns
from rag.ingest.pdf.lines import Segment, joined, rows, segments

_ITEM = re.compile(r"(?:[•◦▪‣●○■–—*·-]|[(\[]?\d{1,3}[.)\]]|[(]?[a-z][.)])\s")
_LOOSE = 1.35
_OTHER_SIZE = 0.12
_INDENT_SIZES = 0.9
_SHORT_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, and what to write between the one before and this one."""

    lines: tuple[Segment, ...]
    gap: str = PARAGRAPH_GAP

    @property
    def text(self) -> str:
        return LINE_GAP.join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom


def paragraphs(runs: Iterable[Run]) -> list[Paragraph]:
    """The paragraphs of one page in reading order. Depends on that page alone."""
    found: list[Paragraph] = []
    for column in columns(list(segments(runs))):
        if column:
            found += _in_column([joined(row) for row in rows(column)])
    return found


def _in_column(lines: Sequence[Segment]) -> Iterator[Paragraph]:
    """Paragraphs of lines that stand below one another."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    steps = [after.top - before.top for before, after in pairwise(lines)]
    leading = median(steps) if steps else 0.0
    group: list[Segment] = []
    was_row = False
    for line in lines:
        if group and _begins(group, line, leading, left, right):
            row = "\t" in group[-1].text
            yield Paragraph(tuple(group), LINE_GAP if row and was_row else PARAGRAPH_GAP)
            was_row, group = row, []
        group.append(line)
    if group:
        row = "\t" in group[-1].text
        yield Paragraph(tuple(group), LINE_GAP if row and was_row else PARAGRAPH_GAP)


def _begins(
    group: Sequence[Segment], line: Segment, leading: float, left: float, right: float
) -> bool:
    """Whether `line` begins a paragraph after those of `group`."""
    last = group[-1]
    if "\t" in line.text or "\t" in last.text:
        return True
    if abs(line.size - last.size) > _OTHER_SIZE * last.size or line.bold != last.bold:
        return True
    if line.top - last.top > _LOOSE * min(leading, 2 * last.height):
        return True
    if _ITEM.match(line.text):
        return True
    if last.text.endswith("-"):
        return False
    hanging = _ITEM.match(group[0].text) is not None
    return (not hanging and _indented(last, line, left, right)) or _ended_early(group, line)


def _indented(last: Segment, line: Segment, left: float, right: float) -> bool:
    """Whether a line is set in at its beginning while the one before is not."""
    indent = _INDENT_SIZES * line.size
    if line.rtl:
        return line.right < right - indent <= last.right
    return line.left > left + indent >= last.left


def _ended_early(group: Sequence[Segment], line: Segment) -> bool:
    """Whether the last line leaves room that its neighbours fill."""
    left = min(one.left for one in (*group, line))
    right = max(one.right for one in (*group, line))
    room = group[-1].left - left if line.rtl else right - group[-1].right
    return room > _SHORT_SHARE * (right - left)
