"""A document's blocks as the search for other people's words sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.ingest import comment_headers, comment_headings
from rag.ingest.comment_headers import Header
from rag.ingest.comment_headings import CommentHeading
from rag.ingest.commenters import is_name_line
from rag.records import Block, Role

_ANSWERING = re.compile(
    r"(?:re|aw|回复|回覆|答复|ответ|отв|پاسخ|رد)(?:\s?\[\d+\])?\s*[:：]\s*[^\n.。!！?？؟]{1,120}$",
    re.IGNORECASE,
)
_RUNNING = frozenset({Role.BODY, Role.NOTE, Role.CAPTION, Role.QUOTATION, Role.REFERENCE})


@dataclass(frozen=True, slots=True)
class Line:
    """A block as the search for threads sees it; `formed` where form alone gave it its role.

    `opening` and `closing` are headers inside a paragraph; `depth` counts the ">" before it.
    """

    block: Block
    words: str
    formed: bool
    header: Header | None
    heading: CommentHeading | None
    opening: Header | None = None
    closing: Header | None = None
    depth: int = 0

    @property
    def running(self) -> bool:
        """Whether somebody's words stand here, and no line of the page's."""
        if self.header is not None or self.heading is not None:
            return False
        return self.block.role in _RUNNING or (self.formed and self.block.role is Role.HEADING)


def read(text: str, blocks: Sequence[Block], formed: Sequence[bool]) -> list[Line]:
    """The blocks as lines. `formed[i]` tells that the reader gave block i no role."""
    return [_line(text, block, own) for block, own in zip(blocks, formed, strict=True)]


def _line(text: str, block: Block, formed: bool) -> Line:
    words = block.span.of(text).strip()
    own = words.lstrip("> ")
    depth = words[: len(words) - len(own)].count(">")
    header, heading = comment_headers.read(own), comment_headings.read(words)
    if heading is not None and (heading.sure or header is None or header.speaks):
        header = None
    opening, closing = comment_headers.opening(own), comment_headers.closing(own)
    return Line(block, words, formed, header, heading, opening, closing, depth)


def is_answering_subject(words: str) -> bool:
    """Whether a line is the subject of a post that answers another ("Re: The old lock")."""
    return bool(_ANSWERING.match(words))


def is_name_over(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is nothing but the name of who says what follows."""
    line, following = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if following is None or not line.running or not is_name_line(line.words):
        return False
    if following.header is not None:
        return not following.header.speaks and following.header.signs.moment
    return following.running and len(following.words) > len(line.words)
