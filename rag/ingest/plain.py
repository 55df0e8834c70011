"""Reads plain text: the canonical text is the file's own, a block is a paragraph."""

from __future__ import annotations

from rag.ingest import frontmatter, paragraphs
from rag.ingest.decode import decoded
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Block, Role
from rag.text.normalise import canonical


def read(source: str, data: bytes) -> list[Read]:
    """The file as one document. Raises UnreadableFile where it is not text."""
    require_text(source, data)
    found = decoded(source, data)
    text = canonical(found.text)
    front = frontmatter.find(text)
    opening = (Block(front.span, Role.BOILERPLATE),) if front.span else ()
    return [
        Read(
            source,
            text,
            (*opening, *paragraphs.blocks(text, front.span.end)),
            front.provenance,
            (*found.problems, *front.problems),
        )
    ]
