"""Where a text may be cut: between two characters as a reader sees them (UAX 29)."""

from __future__ import annotations

import regex

_GRAPHEME = regex.compile(r"\X")

# A look back this far finds white space, which begins a grapheme, in any running text; and where
# there is none it is longer than any grapheme, so that the borders found are true again.
_LOOK_BACK_CHARS = 256


def border_before(text: str, offset: int) -> int:
    """The last grapheme border at or before `offset`."""
    if offset <= 0 or offset >= len(text):
        return max(0, min(offset, len(text)))
    at = _certain_border(text, offset)
    for grapheme in _GRAPHEME.finditer(text, at):
        if grapheme.end() > offset:
            return grapheme.start()
    return offset


def is_border(text: str, offset: int) -> bool:
    """Whether a cut at `offset` leaves every grapheme whole."""
    return border_before(text, offset) == offset


def _certain_border(text: str, offset: int) -> int:
    """A border not far before `offset`."""
    earliest = max(0, offset - _LOOK_BACK_CHARS)
    return max(earliest, text.rfind("\n", earliest, offset), text.rfind(" ", earliest, offset))
