"""Puts an extracted text together piece by piece and remembers which block each piece is."""

from __future__ import annotations

from rag.ingest.bounds import require_blocks, require_chars
from rag.records import Block, Role, Span
from rag.text.normalise import canonical

PARAGRAPH_GAP = "\n\n"
LINE_GAP = "\n"


class Assembly:
    """A canonical text in the making; `text` and `blocks` agree at any moment.

    Used by readers whose text is extracted (HTML, Word, mail, ...), so that no offset is ever
    computed twice.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)

    def add(
        self,
        words: str,
        role: Role = Role.UNKNOWN,
        *,
        page: int | None = None,
        speaker: str | None = None,
        gap: str = PARAGRAPH_GAP,
    ) -> None:
        """Append `words` as one block, `gap` before it; words of white space alone are left out.

        Raises TooMuch where the text passes what one document may hold.
        """
        words = canonical(words).strip()
        if not words:
            return
        if self._length:
            self._write(gap)
        start = self._length
        self._write(words)
        self._blocks.append(Block(Span(start, self._length), role, page, speaker))
        require_blocks(len(self._blocks))

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
        require_chars(self._length)
