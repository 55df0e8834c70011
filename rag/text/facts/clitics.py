"""Arabic words without the small words written on to their front: and, so, by, for, like, the."""

from __future__ import annotations

from collections.abc import Iterator

# Folded; the combinations in which they occur, longer first.
_FRONTS = ("وبال", "فبال", "وال", "فال", "بال", "کال", "ولل", "لل", "ال", "و", "ب", "ل")
_SHORTEST_BASE = 3


def bases(word: str) -> Iterator[str]:
    """A folded word itself, then what is left without each front it may begin with."""
    yield word
    if "\u0620" <= word[:1] <= "\u06d3":
        for front in _FRONTS:
            if word.startswith(front) and len(word) - len(front) >= _SHORTEST_BASE:
                yield word[len(front) :]
