"""HTML made from text that nobody vouches for: the one place that escapes.

Everything the page shows is built from `element`. A plain `str` handed to it is text and is
escaped; only an `Html`, which only this module makes, passes as it is. Whatever a document,
a file name, a question or a model says therefore appears as the characters it consists of.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from string import Formatter

_VOID = frozenset({"br", "hr", "img", "input"})
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{_BIDI_CONTROLS}\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_RIGHT = frozenset({"R", "AL"})
_LOOKED_AT = 2_000
"""Characters looked at to tell a stretch's direction."""


class Html(str):
    """Markup that is safe to show: text in it has been escaped."""

    __slots__ = ()


Child = str | Html | None
Attribute = str | int | bool | None


def element(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element with its children.

    Attribute names take `_` for `-`, and a trailing `_` is dropped (`class_`, `data_turn`). None
    and False leave an attribute out, True writes it without a value.

    Raises ValueError for a name or attribute that is no plain word, and for `on...` handlers.
    """
    if not _NAME.fullmatch(name) or name in ("script", "style", "iframe"):
        raise ValueError(f"not an element the page uses: {name!r}")
    opening = f"<{name}{''.join(_attribute(*pair) for pair in attributes.items())}>"
    if name in _VOID:
        return Html(opening)
    return Html(f"{opening}{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Html:
    """Children side by side; None is nothing, text is escaped."""
    return Html("".join(_safe(child) for child in children))


def escape(text: str) -> Html:
    """Text as a browser shows it character by character.

    A direction override or an embedding is shown by its code point and kept inside an isolate, so
    that it cannot turn the words around it; other control characters are shown as U+FFFD.
    """
    escaped = html.escape(text, quote=True)
    return Html(_INVISIBLE.sub(_visible, escaped) if _INVISIBLE.search(escaped) else escaped)


def direction(text: str) -> str:
    """`rtl` where most letters of the text run right to left, else `ltr`."""
    classes = [unicodedata.bidirectional(letter) for letter in text[:_LOOKED_AT]]
    right = sum(1 for each in classes if each in _RIGHT)
    left = sum(1 for each in classes if each == "L")
    return "rtl" if right > left else "ltr"


def isolated(text: str, /, **attributes: Attribute) -> Html:
    """Words of any direction set into a line of another: a `bdi` with its own direction."""
    return element("bdi", text, dir=direction(text), **attributes)


def filled(template: str, /, **parts: str) -> Html:
    """A phrase of the interface with its `{blanks}` filled, each part in its own direction."""
    return join(
        piece
        for text, blank, _, _ in Formatter().parse(template)
        for piece in (text, isolated(parts[blank]) if blank else None)
    )


def prose(name: str, text: str, /, *children: Child, **attributes: Attribute) -> Html:
    """A block whose direction follows `text`; `children` stand in for the text where given."""
    return element(name, *(children or (text,)), dir=direction(text), **attributes)


def _safe(child: Child) -> str:
    if child is None:
        return ""
    return child if isinstance(child, Html) else escape(child)


def _visible(found: re.Match[str]) -> str:
    mark = found.group()
    if not re.match(f"[{_BIDI_CONTROLS}]", mark):
        return _REPLACEMENT
    return f'<bdi class="control" data-code="U+{ord(mark):04X}">{mark}</bdi>'


def _attribute(name: str, value: Attribute) -> str:
    written = name.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(written) or written.startswith("on"):
        raise ValueError(f"not an attribute the page uses: {name!r}")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {written}"
    clean = _INVISIBLE.sub(_REPLACEMENT, str(value))
    return f' {written}="{html.escape(clean, quote=True)}"'
