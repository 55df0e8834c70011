"""Characters that steer a terminal, shown instead of obeyed."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LAYOUT = "\n\t"


def visible(text: str, kept: str = _LAYOUT) -> str:
    r"""The text with its control characters as "\x1b"; those in `kept` stay as they are."""
    return _CONTROLS.sub(lambda found: _shown(found[0], kept), text)


def _shown(control: str, kept: str) -> str:
    return control if control in kept else f"\\x{ord(control):02x}"
