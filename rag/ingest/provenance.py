"""Puts together what is known of a document's origin, the surest statement first.

What a person declared (sidecar, then front matter) outweighs what the file's format says (HTML
metadata, PDF and Office properties, mail headers), and that what the text says of itself
(bylines, datelines, its title). Unknown stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from rag.ingest import bylines, datelines, titles
from rag.ingest.edges import edges
from rag.ingest.own_words import own_words
from rag.ingest.read import Read
from rag.records import Provenance

_UNKNOWN = Provenance()
_OWN_WORDS = frozenset({None, "article", "web page", "document", "slides", "book"})
_BROKEN = re.compile("[\ud800-\udfff\0]")


def merged(surer: Provenance, other: Provenance) -> Provenance:
    """What `surer` says, and where it says nothing what `other` does."""
    missing = {
        item.name: getattr(other, item.name)
        for item in fields(Provenance)
        if not getattr(surer, item.name)
    }
    return replace(surer, **missing)


def completed(read: Read, declared: Provenance = _UNKNOWN) -> Provenance:
    """The provenance of a document read, `declared` (its sidecar) before all else.

    Tables, records and mails are not searched for bylines: their text is not one author's.
    """
    known = merged(declared, _sound(read.provenance))
    if read.provenance.kind in _OWN_WORDS:
        known = merged(known, _of_text(read))
    return known


def _of_text(read: Read) -> Provenance:
    lines = edges(read.text, own_words(read.text, read.blocks))
    byline = bylines.find(lines)
    return Provenance(
        title=titles.find(read.text, read.blocks),
        publisher=byline.publisher,
        authors=byline.authors,
        published=datelines.find(lines),
    )


def _sound(provenance: Provenance) -> Provenance:
    """The provenance without values that hold broken characters."""
    broken: dict[str, Any] = {
        item.name: () if isinstance(value, tuple) else None
        for item in fields(Provenance)
        if (value := getattr(provenance, item.name)) and _BROKEN.search(" ".join(value))
    }
    return replace(provenance, **broken)
