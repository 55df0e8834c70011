"""Paths as text that can be stored and shown."""

from __future__ import annotations

import os
import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def as_text(path: str) -> str:
    r"""A path of the file system as one line of text.

    Bytes of it that are no UTF-8, and controls that would steer a terminal, read "\xff".
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
