"""Reads EPUB books: the chapters of the spine in order (EPUB 3.3), each through the HTML reader."""

from __future__ import annotations

import posixpath
import urllib.parse
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.errors import UnreadableFile
from rag.ingest import html, package
from rag.ingest.assembly import Assembly
from rag.ingest.declared import iso_date, language_codes
from rag.ingest.names import turned
from rag.ingest.read import Read
from rag.records import Provenance

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")


@dataclass(frozen=True, slots=True)
class _Book:
    """A book's package document, parsed, and the folder its paths start from."""

    root: Any
    folder: str


def read(source: str, data: bytes) -> list[Read]:
    """The book as one document. Raises UnreadableFile where it is damaged or encrypted."""
    assembly = Assembly()
    problems: list[str] = []
    with package.opened(source, data) as file:
        book = _book(source, file)
        locked = _encrypted(file)
        for name in _spine(book):
            if name in locked:
                raise UnreadableFile(source, "encrypted: its publisher's copy protection locks it")
            try:
                markup = html.decoded(f"{source}/{name}", file.read(name)).text
            except KeyError:
                problems.append(f"the chapter {name} is missing")
                continue
            except UnreadableFile as error:
                problems.append(f"the chapter {name} was left out: {error.reason}")
                continue
            html.add(assembly, markup)
        provenance = _provenance(book.root)
    return [Read(source, assembly.text, assembly.blocks, provenance, tuple(problems))]


def _parsed(data: bytes) -> Any:
    """An XML file without its entities, its external files or the network."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _book(source: str, file: zipfile.ZipFile) -> _Book:
    root = _parsed(file.read(_CONTAINER))
    for found in root.iter("{*}rootfile"):
        path = found.get("full-path", "")
        return _Book(_parsed(file.read(path)), posixpath.dirname(path))
    raise UnreadableFile(source, "damaged: its container names no book")


def _spine(book: _Book) -> Iterator[str]:
    """Member names of the chapters in reading order, each once (EPUB 3.3, 5.7.3)."""
    pages = {
        item.get("id"): item.get("href", "")
        for item in book.root.iter("{*}item")
        if item.get("media-type") in _PAGES
    }
    hrefs = (pages.get(reference.get("idref")) for reference in book.root.iter("{*}itemref"))
    paths = (urllib.parse.unquote(href.partition("#")[0]) for href in hrefs if href)
    yield from dict.fromkeys(
        posixpath.normpath(posixpath.join(book.folder, path)) for path in paths
    )


def _encrypted(file: zipfile.ZipFile) -> frozenset[str]:
    """Member names that are encrypted (fonts often are, harmlessly)."""
    if _ENCRYPTION not in file.namelist():
        return frozenset()
    root = _parsed(file.read(_ENCRYPTION))
    uris = (found.get("URI", "") for found in root.iter("{*}CipherReference"))
    return frozenset(urllib.parse.unquote(uri) for uri in uris)


def _provenance(root: Any) -> Provenance:
    stated = {
        name: [words for found in root.iter(f"{{*}}{name}") if (words := _words(found))]
        for name in ("title", "creator", "publisher", "date", "language")
    }
    dates = (iso_date(words) for words in stated["date"])
    return Provenance(
        title=next(iter(stated["title"]), None),
        publisher=next(iter(stated["publisher"]), None),
        authors=tuple(map(turned, stated["creator"])),
        published=next((date for date in dates if date), None),
        languages=language_codes(stated["language"]) if stated["language"] else (),
        kind="book",
    )


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
