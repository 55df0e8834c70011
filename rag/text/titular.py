"""Whether a sentence is rather a heading or a byline."""

from __future__ import annotations

_LONGEST_CHARS = 80
_ENDS = '.!?。！？؟۔…"”»）)'


def is_titular(sentence: str) -> bool:
    """Whether a sentence, trimmed of white space, is short and has no closing punctuation."""
    return len(sentence) < _LONGEST_CHARS and sentence[-1:] not in _ENDS
