"""Turns the events of an HTML parser into pieces of text, one for each block a reader sees.

Works event by event with a stack of its own, so that depth costs memory and never recursion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rag.ingest.bounds import require_blocks
from rag.ingest.html.elements import BLOCKS, CELLS, DROPPED, LINES, Said, said
from rag.records import Role

_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACE_RUNS = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
_MOST_PIECES_IN_CELL = 3
_LONGEST_ROW_CHARS = 1000
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)


class Comment:
    """One reader's comment; `speaker` becomes known when its author's name has been read."""

    def __init__(self) -> None:
        self.speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's words and what is known of it.

    `role` follows all signs, `sure_role` elements alone; `linked` counts its characters inside
    links, `links` the links; `cell` is its place in a table row; `line` says that it is an item
    of a list or table.
    """

    words: str
    role: Role = Role.UNKNOWN
    sure_role: Role = Role.UNKNOWN
    content: bool = False
    comment: Comment | None = None
    linked: int = 0
    links: int = 0
    cell: int = 0
    line: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element and what holds inside it; `apart` says that its text is a block."""

    tag: str = ""
    role: Role = Role.UNKNOWN
    sure_role: Role = Role.UNKNOWN
    content: bool = False
    comment: Comment | None = None
    names_commenter: bool = False
    dropped: bool = False
    verbatim: bool = False
    linked: bool = False
    line: bool = False
    apart: bool = False


@dataclass(slots=True)
class _Row:
    """A table row being read: its first piece, its cells so far, whether a table is inside."""

    first_piece: int
    cells: int = 0
    nested: bool = False


class Body:
    """Collects pieces from `start`, `end` and `data` events; `pieces` holds what is finished."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._frames = [_Frame()]
        self._rows: list[_Row] = []
        self._words: list[str] = []
        self._linked = 0
        self._links = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _VOID:
            self._void(tag)
            return
        outer = self._frames[-1]
        if outer.dropped or tag in DROPPED:
            self._frames.append(replace(outer, tag=tag, dropped=True, apart=False))
            return
        in_comment = outer.comment is not None or outer.role is Role.COMMENT
        found = said(tag, attributes, in_content=outer.content, in_comment=in_comment)
        frame = _inside(outer, tag, found)
        if frame.apart:
            self.flush()
        self._frames.append(frame)
        self._links += tag == "a"
        self._table_starts(tag)

    def end(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._frames[-1].apart:
            self.flush()
        frame = self._frames.pop() if len(self._frames) > 1 else self._frames[0]
        if tag == "tr" and self._rows and not frame.dropped:
            self._row_ends(self._rows.pop())

    def data(self, words: str) -> None:
        frame = self._frames[-1]
        if frame.dropped:
            return
        shown = words if frame.verbatim else _SPACE.sub(" ", words)
        self._words.append(shown)
        if frame.linked:
            self._linked += len(shown.strip())
        if frame.names_commenter and frame.comment and not frame.comment.speaker:
            frame.comment.speaker = shown.strip().rstrip(":：").strip() or None

    def flush(self) -> None:
        """Finish the piece being read, if it has words."""
        frame = self._frames[-1]
        words = "".join(self._words)
        if not frame.verbatim:
            words = _AROUND_BREAK.sub("\n", _SPACE_RUNS.sub(" ", words))
        words = words.strip()
        if words:
            self.pieces.append(self._piece(words, frame))
            require_blocks(len(self.pieces))
        self._words.clear()
        self._linked = self._links = 0

    def _piece(self, words: str, frame: _Frame) -> Piece:
        cell = self._rows[-1].cells if self._rows else 0
        return Piece(
            words,
            frame.role,
            frame.sure_role,
            frame.content,
            frame.comment,
            self._linked,
            self._links,
            cell,
            frame.line,
        )

    def _void(self, tag: str) -> None:
        if tag == "hr":
            self.flush()
        elif tag == "br" and not self._frames[-1].dropped:
            self._words.append("\n")

    def _table_starts(self, tag: str) -> None:
        if tag == "table" and self._rows:
            for row in reversed(self._rows):
                if row.nested:
                    break
                row.nested = True
        elif tag == "tr":
            self._rows.append(_Row(len(self.pieces)))
        elif tag in CELLS and self._rows:
            self._rows[-1].cells += 1

    def _row_ends(self, row: _Row) -> None:
        """Join a data row's cells into one piece; the row of a page layout stays in pieces."""
        pieces = self.pieces[row.first_piece :]
        if not pieces or row.nested or not _is_data(pieces):
            return
        cells: dict[int, list[str]] = {number + 1: [] for number in range(row.cells)}
        for piece in pieces:
            cells.setdefault(piece.cell, []).append(piece.words.replace("\n", " "))
        words = "\t".join(" ".join(cell) for cell in cells.values()).strip()
        linked, links = (sum(p.linked for p in pieces), sum(p.links for p in pieces))
        joined = replace(pieces[0], words=words, linked=linked, links=links, line=True)
        self.pieces[row.first_piece :] = [joined]


def _is_data(pieces: list[Piece]) -> bool:
    counts: dict[int, int] = {}
    for piece in pieces:
        counts[piece.cell] = counts.get(piece.cell, 0) + 1
    if any(piece.role is Role.HEADING for piece in pieces):
        return False
    most = max(counts.values())
    chars = sum(len(piece.words) for piece in pieces)
    return most == 1 or (most <= _MOST_PIECES_IN_CELL and chars <= _LONGEST_ROW_CHARS)


def _inside(outer: _Frame, tag: str, found: Said) -> _Frame:
    sure = None if found.soft else found.role
    return _Frame(
        tag,
        role=_combined(outer.role, found.role),
        sure_role=_combined(outer.sure_role, sure),
        content=outer.content or found.content,
        comment=Comment() if found.comment else outer.comment,
        names_commenter=outer.names_commenter or found.commenter,
        verbatim=outer.verbatim or tag in ("pre", "textarea"),
        linked=outer.linked or tag == "a",
        line=tag in LINES or (outer.line and tag not in BLOCKS),
        apart=tag in BLOCKS or tag in CELLS or found.commenter,
    )


def _combined(outer: Role, own: Role | None) -> Role:
    """The role inside nested elements: page furniture and comments are not undone by markup."""
    if own is None:
        return outer
    if outer is Role.BOILERPLATE:
        return own if own is Role.COMMENT else outer
    if outer is Role.COMMENT:
        return own if own is Role.BOILERPLATE else outer
    return own
