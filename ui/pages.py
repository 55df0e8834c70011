"""A page of a PDF as a picture, with the cited words marked where they are printed."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence

from rag.engine import Engine
from rag.errors import InputError
from rag.ingest.pdf import viewer
from rag.records import Box, Document, Span
from ui.render import Html, element, join
from ui.strings import Words

_SCALE = 1.5
"""Pixels a point: sharp enough to read at the panel's width."""


def has_pages(document: Document) -> bool:
    """Whether the document's original can be shown page by page."""
    return bool(document.original) and document.source.lower().endswith(".pdf")


def page(engine: Engine, document: Document, span: Span | None, number: int, words: Words) -> Html:
    """The page on which `span` begins, or page `number` where no span is looked at.

    Raises InputError where there is no such page, NotInLibrary where the original is gone.
    """
    if not has_pages(document):
        raise InputError(f"{document.source} has no pages to show")
    data = engine.originals.get(document.original)
    marked = viewer.boxes(data, [span], document.blocks) if span else []
    shown = marked[0].page if marked else number
    picture = viewer.render(data, shown, _SCALE)
    return _figure(picture, [box for box in marked if box.page == shown], words)


def _figure(picture: bytes, boxes: Sequence[Box], words: Words) -> Html:
    width, height = struct.unpack(">II", picture[16:24])  # the IHDR chunk of a PNG
    encoded = base64.b64encode(picture).decode("ascii")
    image = element("img", src=f"data:image/png;base64,{encoded}", alt=words.page_picture)
    marks = join(_mark(box, width / _SCALE, height / _SCALE) for box in boxes)
    return element("figure", image, marks, class_="page")


def _mark(box: Box, width: float, height: float) -> Html:
    """A box in points as a share of the page, so that it stays in place at any size."""
    place = {
        "left": box.left / width,
        "top": box.top / height,
        "width": (box.right - box.left) / width,
        "height": (box.bottom - box.top) / height,
    }
    style = ";".join(f"{name}:{share:.4%}" for name, share in place.items())
    return element("span", class_="printed", style=style)
