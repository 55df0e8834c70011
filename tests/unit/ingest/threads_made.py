"""Small pages written for the tests: an article, then comments in one of the usual shapes."""

from __future__ import annotations

from rag.ingest import readers, roles
from rag.records import Block, Role

ARTICLE = (
    "The water board said on Friday that the old lock will stay closed until March.",
    "According to the board, two of the four gates are cracked and the repair costs 2.1 million.",
    "Boats may use the northern canal, which was reopened in 2014 after eleven years.",
)


def decided(*paragraphs: str) -> list[tuple[str, Role, str | None]]:
    """Words, role and speaker of each block of a text made of the paragraphs."""
    text = "\n\n".join(paragraphs)
    found = readers.read("page.txt", text.encode(), None)[0]
    return [_told(found.text, block) for block in roles.decide(found.text, found.blocks)]


def _told(text: str, block: Block) -> tuple[str, Role, str | None]:
    return block.span.of(text).strip(), block.role, block.speaker


def comments(*paragraphs: str) -> list[tuple[str, str | None]]:
    """The comments among them, with who wrote each."""
    return [(words, who) for words, role, who in decided(*paragraphs) if role is Role.COMMENT]
