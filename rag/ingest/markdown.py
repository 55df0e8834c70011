"""Reads Markdown: the canonical text is the file's own, blocks follow its markup.

Headings, list items, table rows, block quotes, code and footnotes are told apart by the marks of
CommonMark and its table and footnote extensions; the marks themselves stay outside the spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.ingest import frontmatter
from rag.ingest.decode import decoded
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Block, Role, Span
from rag.text.normalise import canonical

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:[ \t]*")
_LINK = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+")
_DELIMITER_ROW = frozenset(" \t:|-")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's text and where it begins."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


def read(source: str, data: bytes) -> list[Read]:
    """The file as one document. Raises UnreadableFile where it is not text."""
    require_text(source, data)
    found = decoded(source, data)
    text = canonical(found.text)
    front = frontmatter.find(text)
    opening = (Block(front.span, Role.BOILERPLATE),) if front.span else ()
    body = _Blocks(text, front.span.end).found()
    problems = (*found.problems, *front.problems)
    return [Read(source, text, (*opening, *body), front.provenance, problems)]


class _Blocks:
    """One pass over the lines: each either goes on with the open block or begins another."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._lines = list(_lines(text, start))
        self._done: list[Block] = []
        self._open: Span | None = None
        self._role = Role.UNKNOWN

    def found(self) -> tuple[Block, ...]:
        fence: str | None = None
        for index, line in enumerate(self._lines):
            mark = _FENCE.match(line.text)
            if fence is not None:
                fence = self._code(line, mark, fence)
            elif mark:
                self._close()
                fence = mark[1]
            else:
                self._line(index, line)
        self._close()
        return tuple(self._done)

    def _code(self, line: _Line, mark: re.Match[str] | None, fence: str) -> str | None:
        """A line inside a fence, and the fence that is still open after it."""
        if mark and mark[1].startswith(fence):
            self._close()
            return None
        self._extend(line, 0, Role.UNKNOWN)
        return fence

    def _line(self, index: int, line: _Line) -> None:
        if line.blank or _RULE.match(line.text):
            self._underline(line)
        elif mark := _HEADING.match(line.text):
            self._alone(line, mark.end(), Role.HEADING)
        elif _UNDERLINE.match(line.text) and self._open and self._role is Role.UNKNOWN:
            self._role = Role.HEADING
            self._close()
        elif mark := _QUOTE.match(line.text):
            self._extend(line, mark.end(), Role.QUOTATION)
        elif mark := _NOTE.match(line.text):
            self._begin(line, mark.end(), Role.NOTE)
        elif _LINK.match(line.text):
            self._begin(line, 0, Role.BOILERPLATE)
        elif mark := _ITEM.match(line.text):
            self._begin(line, mark.end(), Role.UNKNOWN)
        elif self._is_row(index):
            self._row(line)
        else:
            self._extend(line, 0, self._role)

    def _underline(self, line: _Line) -> None:
        """A blank line or a rule; dashes under a paragraph make it a heading."""
        if self._open and self._role is Role.UNKNOWN and _UNDERLINE.match(line.text):
            self._role = Role.HEADING
        self._close()

    def _is_row(self, index: int) -> bool:
        """Whether a line is a table's: it has a bar, and so has its neighbour or its own start."""
        line = self._lines[index].text
        if "|" not in line:
            return False
        near = self._lines[max(0, index - 1) : index + 2]
        return line.lstrip().startswith("|") or any(
            "|" in other.text and _is_delimiter(other) for other in near
        )

    def _row(self, line: _Line) -> None:
        self._close()
        if not _is_delimiter(line):
            self._alone(line, 0, Role.UNKNOWN)

    def _alone(self, line: _Line, offset: int, role: Role) -> None:
        self._begin(line, offset, role)
        self._close()

    def _begin(self, line: _Line, offset: int, role: Role) -> None:
        self._close()
        self._extend(line, offset, role)

    def _extend(self, line: _Line, offset: int, role: Role) -> None:
        if self._open and self._role is role:
            self._open = Span(self._open.start, line.end)
            return
        self._close()
        self._open, self._role = Span(line.start + offset, line.end), role

    def _close(self) -> None:
        if self._open is not None:
            span = self._open.trimmed(self._text)
            if self._role is Role.HEADING:
                span = _without_closing_marks(self._text, span)
            if span:
                self._done.append(Block(span, self._role))
        self._open, self._role = None, Role.UNKNOWN


def _lines(text: str, start: int) -> Iterator[_Line]:
    for line in text[start:].split("\n"):
        yield _Line(start, line)
        start += len(line) + 1


def _is_delimiter(line: _Line) -> bool:
    """Whether a line is the `|---|---|` under a table's head."""
    return "-" in line.text and _DELIMITER_ROW.issuperset(line.text)


def _without_closing_marks(text: str, span: Span) -> Span:
    """A heading without the `##` that may close it."""
    bare = span.of(text).rstrip("#")
    if bare and not bare[-1:].isspace() and len(bare) < len(span):
        return span
    return Span(span.start, span.start + len(bare.rstrip()))
