"""One value, as a file, a variable or a flag gives it, made the type its setting has."""

from __future__ import annotations

import math
from pathlib import Path

_TRUTH = {"1": True, "true": True, "yes": True, "on": True}
_TRUTH |= {"0": False, "false": False, "no": False, "off": False}
_KINDS = {int: "a whole number", float: "a number", bool: "true or false"}


def parsed(value: object, kind: type) -> object:
    """The value as `kind`; raises ValueError that says what it should have been."""
    try:
        return _parsed(value, kind)
    except ValueError as error:
        raise ValueError(f"{value!r} is not {_KINDS.get(kind, 'text')}") from error


def _parsed(value: object, kind: type) -> object:
    if kind is bool:
        return _truth(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Path):
        raise ValueError(value)
    if kind is Path:
        return Path(str(value)).expanduser()
    if isinstance(value, float) and kind is int and not value.is_integer():
        raise ValueError(value)
    made = kind(value)
    if isinstance(made, float) and not math.isfinite(made):
        raise ValueError(value)
    return made


def _truth(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in _TRUTH:
        raise ValueError(value)
    return _TRUTH[word]
