"""What every page of a report is made of: the document around it, and tables."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evals.html.markup import Html, element, joined
from rag.evals.html.style import CSS

_BREAK = Html("<wbr>")
_META = Html(
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
)


def document(title: str, *body: str) -> str:
    """A whole page that loads nothing and follows the reader's light or dark theme."""
    head = element("head", _META, element("title", title), element("style", CSS))
    page = element("html", head, element("body", joined(body)), lang="en")
    return f"<!doctype html>\n{page}\n"


def table(head: Sequence[str], body: Sequence[Html]) -> Html:
    """A table that scrolls by itself where it is wider than the page."""
    header = element("thead", element("tr", *(element("th", _breakable(name)) for name in head)))
    return element("div", element("table", header, element("tbody", *body)), class_="wide")


def _breakable(name: str) -> Html:
    """A figure's name that may go on in another line behind each of its words."""
    first, *rest = name.split("_")
    return joined([first, *(part for word in rest for part in (_BREAK, f"_{word}"))])


def row(cells: Sequence[str], class_: str | None = None) -> Html:
    """One row of a table."""
    return element("tr", *(element("td", cell) for cell in cells), class_=class_)
