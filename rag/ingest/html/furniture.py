"""Decides which pieces of a page are furniture once the whole page has been seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.ingest.html.body import Piece
from rag.records import Role

_LINKED_SHARE = 0.7
_SHORT_CHARS = 80
_LINKS = 3
_LEAST_LEFT_SHARE = 0.1


def decided(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with their final roles.

    Rows of links outside the page's content are navigation. Where class names and forms would
    leave hardly a tenth of the text (a form round the whole page), elements alone are believed.
    """
    marked = _navigation(pieces)
    if _left(marked) >= _LEAST_LEFT_SHARE:
        return marked
    return [replace(piece, role=piece.sure_role) for piece in pieces]


def _left(pieces: Sequence[Piece]) -> float:
    """The share of the text that is no furniture."""
    chars = sum(len(piece.words) for piece in pieces)
    kept = sum(len(piece.words) for piece in pieces if piece.role is not Role.BOILERPLATE)
    return kept / chars if chars else 1.0


def _navigation(pieces: Sequence[Piece]) -> list[Piece]:
    """Runs of short linked pieces, and single pieces that are rows of links, as boilerplate."""
    out = list(pieces)
    run: list[int] = []
    for index, piece in enumerate(pieces):
        if _is_linked(piece):
            run.append(index)
            continue
        _mark(out, run)
        run = []
    _mark(out, run)
    return out


def _mark(pieces: list[Piece], run: Sequence[int]) -> None:
    if sum(pieces[index].links for index in run) >= _LINKS:
        for index in run:
            pieces[index] = replace(pieces[index], role=Role.BOILERPLATE)


def _is_linked(piece: Piece) -> bool:
    if piece.content or piece.role is not Role.UNKNOWN or not piece.links:
        return False
    letters = sum(character.isalnum() for character in piece.words)
    each = len(piece.words) / piece.links
    return piece.linked >= _LINKED_SHARE * max(letters, 1) and each <= _SHORT_CHARS
