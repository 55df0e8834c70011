"""HTML and SVG that cannot be built unescaped: text becomes markup only through `element`."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Html(str):
    """Markup that is already escaped."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | float | None) -> Html:
    """One element; plain strings among children and all attribute values are escaped.

    Attribute names may end in `_` (`class_`) and write `-` as `_`; None leaves an attribute out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{joined(children)}</{name}>")


def joined(children: Iterable[str]) -> Html:
    """Children one after another, plain strings escaped."""
    return Html("".join(each if isinstance(each, Html) else escape(each) for each in children))
