"""Says who speaks: in a thread by the lines that name people, in an interview by its turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.ingest.comment_headers import Sign
from rag.ingest.commenters import stands_in
from rag.ingest.thread_lines import Line, is_name_over
from rag.records import Block

_FEWEST_TURNS = 4
_TURNS = 0.5
"""Share of a text's paragraphs that must open with a name."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks line by line, and which lines are nothing but a name."""

    of: dict[int, str]
    over: frozenset[int]


def of_thread(lines: Sequence[Line], within: range, *, named_lines: bool) -> Speakers:
    """Who says what in the lines `within`.

    Parameters: `named_lines` tells that a name may stand over a comment with nothing else.
    """
    names = frozenset(
        i
        for i in within
        if is_name_over(lines, i) and (named_lines or lines[i + 1].header is not None)
    )
    told = [i for i in within if i in names or _names_somebody(lines[i])]
    first = next((i for i in within if lines[i].running and i not in names), within.stop)
    last = next((i for i in reversed(within) if lines[i].running and i not in names), within.stop)
    trailing = bool(told) and told[0] > first and told[-1] > last
    order = reversed(within) if trailing else within
    return Speakers(_spread(lines, list(order), names), names)


def turns(lines: Sequence[Line]) -> list[Block]:
    """The blocks, with speakers where paragraphs of an interview or a play open with them.

    Words before a colon are names only where several of them take turns.
    """
    names = [line.opening.name if line.running and line.opening else None for line in lines]
    told = Counter(name for name in names if name)
    running = sum(line.running for line in lines)
    taken = len(told) >= 2 and max(told.values()) >= 2 and sum(told.values()) >= _FEWEST_TURNS
    if not taken or sum(told.values()) < _TURNS * running:
        return [line.block for line in lines]
    return [
        replace(line.block, speaker=line.block.speaker or name)
        for line, name in zip(lines, names, strict=True)
    ]


def _names_somebody(line: Line) -> bool:
    return line.header is not None and line.header.speaks


def _spread(lines: Sequence[Line], order: list[int], names: frozenset[int]) -> dict[int, str]:
    """Each line's speaker: whom the last line of names before it (in `order`) told."""
    of: dict[int, str] = {}
    # Where lines of their own say who speaks, a name before a colon is whom they speak to.
    apart = bool(names) or any(_names_somebody(lines[index]) for index in order)
    heard = _Heard()
    for index in order:
        line = lines[index]
        if index in names:
            heard.begin(None if stands_in(line.words) else line.words)
        elif line.header is not None and line.header.speaks:
            heard.told(line, lines[index + 1] if index + 1 < len(lines) else None)
        elif line.running and (name := heard.speaker(line, apart=apart)):
            of[index] = name
    return of


class _Heard:
    """Who was told to speak so far: the sender (depth 0), and whom they quote by depth."""

    def __init__(self) -> None:
        self._at: dict[int, str | None] = {}

    def begin(self, sender: str | None) -> None:
        """A new utterance, of nobody known where `sender` is None."""
        self._at = {0: sender}

    def told(self, line: Line, following: Line | None) -> None:
        """A line that names somebody: over their words, or over a quotation of them."""
        name = line.header.name if line.header else None
        said = line.header is not None and bool(line.header.signs & Sign.SAID)
        if said and following is not None and following.depth > line.depth:
            # Nobody quotes their own mail: what follows is an answer of somebody not named.
            sender = self._at.get(0)
            self._at[0] = None if name == sender else sender
            self._at[line.depth + 1] = name
        elif line.depth:
            self._at[line.depth] = name
        else:
            self.begin(name)

    def speaker(self, line: Line, *, apart: bool) -> str | None:
        """Who says a line; `apart` tells that names stand in lines of their own."""
        if line.closing is not None:
            return line.closing.name
        if line.opening is not None and not apart:
            self.begin(line.opening.name)
        return self._at.get(line.depth)
