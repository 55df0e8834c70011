"""Reads HTML: the text a reader sees, block by block, furniture and comments told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from rag.ingest import decode
from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP, Assembly
from rag.ingest.decode import Decoded
from rag.ingest.html.body import Body
from rag.ingest.html.furniture import decided
from rag.ingest.html.metadata import Head
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Role

__all__ = ["add", "decoded", "read"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_SEARCHED_BYTES = 4096


def read(source: str, data: bytes) -> list[Read]:
    """The page as one document. Raises UnreadableFile where it is not text.

    Scripts, styles and templates are no text. What stands in `nav`, `footer`, forms and the like
    stays in the text with the role boilerplate.
    """
    require_text(source, data)
    found = decoded(source, data)
    assembly = Assembly()
    page = _parsed(found.text)
    _add(assembly, page, None)
    provenance = page.head.provenance()
    if not any(block.role is Role.HEADING for block in assembly.blocks):
        provenance = replace(provenance, title=provenance.title or page.head.title or None)
    return [Read(source, assembly.text, assembly.blocks, provenance, found.problems)]


def add(assembly: Assembly, markup: str, *, speaker: str | None = None) -> None:
    """Append a page's blocks to a text.

    Parameters: `speaker` is who speaks where the page itself names nobody (a mail's sender).
    """
    _add(assembly, _parsed(markup), speaker)


def _add(assembly: Assembly, page: _Page, speaker: str | None) -> None:
    follows_line = False
    for piece in decided(page.body.pieces):
        gap = LINE_GAP if piece.line and follows_line else PARAGRAPH_GAP
        said_by = piece.comment.speaker if piece.comment else speaker
        assembly.add(piece.words, piece.role, speaker=said_by, gap=gap)
        follows_line = piece.line


class _Page:
    """The target of the parser's events."""

    def __init__(self) -> None:
        self.head = Head()
        self.body = Body()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.head.start(tag, attributes)
        self.body.start(tag, attributes)

    def end(self, tag: str) -> None:
        self.head.end(tag)
        self.body.end(tag)

    def data(self, words: str) -> None:
        self.head.data(words)
        self.body.data(words)

    def close(self) -> None:
        self.body.flush()


def _parsed(markup: str) -> _Page:
    """The page behind markup. libxml2 limits the depth of trees it builds, so none is built."""
    from lxml import etree

    page = _Page()
    parser = etree.HTMLParser(
        target=cast(Any, page), encoding="utf-8", huge_tree=True, no_network=True
    )
    parser.feed(markup.encode("utf-8"))
    parser.close()
    return page


def decoded(source: str, data: bytes) -> Decoded:
    """A page's markup, its encoding from what it declares. Raises UnreadableFile."""
    start = data[:_SEARCHED_BYTES]
    label = _CHARSET.search(start) or _XML.match(start)
    return decode.decoded(source, data, label[1].decode("ascii") if label else None)
