"""Paths as text that can be stored and shown."""

from __future__ import annotations

import os

from rag.text.controls import visible


def as_text(path: str) -> str:
    r"""A path of the file system as one line of text.

    Bytes of it that are no UTF-8, and controls that would steer a terminal, read "\xff".
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return visible(text, kept="")
