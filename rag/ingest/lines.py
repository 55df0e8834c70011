"""Cuts a plain-text block into lines where its lines are units, and keeps hard-wrapped prose whole.

Text copied from pages and scans puts bylines, labels, running heads and prose under one another
without a blank line between. Prose broken at a fixed width shows in lines of like length that
mostly do not end a sentence; everything else is one unit a line. A line that tells who speaks and
when is always one, whatever is wrapped under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import regex

from rag.ingest import boilerplate, comment_headers
from rag.records import Block, Role, Span

_LABEL = regex.compile(r"^\s*[\[【]\p{L}[\p{L}\s]{1,20}[\]】]")
_END = regex.compile(r"[.!?。！？؟۔][\"'”’»）)\]]*\s*$")
_IDEOGRAPH = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\uff00-\uff60]")
_NARROW, _WIDE = 38, 120
_ENDED = 0.45
_EVEN = 0.55


def cut(text: str, block: Block) -> list[Block]:
    """The block as one or more blocks, in order; only blocks of unknown role are cut."""
    if block.role is not Role.UNKNOWN or "\n" not in block.span.of(text).strip():
        return [block]
    runs = _between_headers(text, list(_lines(text, block.span)))
    groups = (group for run in runs for group in _units(text, run, laid_out=block.page is not None))
    return [replace(block, span=Span(group[0].start, group[-1].end)) for group in groups if group]


def _between_headers(text: str, lines: list[Span]) -> list[list[Span]]:
    """The lines in runs: each line that tells who speaks and when alone, and what lies between."""
    runs: list[list[Span]] = [[]]
    for line in lines:
        if comment_headers.is_over_words(line.of(text)):
            runs += [[line], []]
        else:
            runs[-1].append(line)
    return [run for run in runs if run]


def _units(text: str, lines: list[Span], *, laid_out: bool) -> list[list[Span]]:
    """The lines in groups; `laid_out` tells that a page broke them."""
    if laid_out or _is_wrapped(text, lines):
        return _wrapped(text, lines)
    return [[line] for line in lines]


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in span.of(text).splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip("\n")))
        start += len(line)


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines are about as long as the usual one and run on into the next."""
    if len(lines) < 3:
        return len(lines) == 2 and _runs_on(lines[0].of(text))
    lengths = [_columns(line.of(text)) for line in lines[:-1]]
    usual = median(lengths)
    even = sum(0.75 * usual <= length <= 1.3 * usual for length in lengths) / len(lengths)
    ended = sum(bool(_END.search(line.of(text))) for line in lines[:-1]) / len(lengths)
    return _NARROW <= usual <= _WIDE and even >= _EVEN and ended <= _ENDED


def _runs_on(line: str) -> bool:
    return _NARROW <= _columns(line) <= _WIDE and not _END.search(line)


def _columns(line: str) -> int:
    """Width in columns of a terminal: ideographs and kana take two."""
    return len(line) + len(_IDEOGRAPH.findall(line))


def _wrapped(text: str, lines: list[Span]) -> list[list[Span]]:
    """Wrapped prose in groups: page furniture apart, a new group at each bracketed label."""
    groups: list[list[Span]] = [[]]
    for line in lines:
        words = line.of(text)
        if boilerplate.is_furniture(words):
            groups += [[line], []]
        elif _LABEL.match(words):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]
