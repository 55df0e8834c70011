"""Shows where words stand on the pages of a PDF: boxes for a highlight, and pages as pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rag.errors import InputError
from rag.ingest.pdf import characters, reader
from rag.ingest.pdf.lines import Segment
from rag.ingest.pdf.paragraphs import Paragraph, paragraphs
from rag.records import Block, Box, Span

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SOURCE = "the PDF"
_WIDEST_PIXELS = 10_000


def boxes(data: bytes, spans: Iterable[Span], blocks: Sequence[Block] | None = None) -> list[Box]:
    """The rectangles that spans of the canonical text fill, one for each line they touch.

    Parameters: `data` is the original file; `blocks` are the document's, however its text was cut
    into them, which spares laying out pages that no span touches (without them the whole file is
    read again). Nothing is returned for a page that the original no longer shows as it was read.
    """
    wanted = list(spans)
    known = reader.read(_SOURCE, data)[0].blocks if blocks is None else blocks
    found: list[Box] = []
    with characters.opened(_SOURCE, data) as document:
        for page in sorted({block.page or 1 for block in known if _touched(block, wanted)}):
            here = [block.span for block in known if block.page == page]
            place = Span(min(span.start for span in here), max(span.end for span in here))
            found += _on_page(_laid_out(document, page), place, page, wanted)
    return found


def render(data: bytes, page: int, scale: float = 1.5) -> bytes:
    """Page `page` (from 1) as a PNG of `scale` pixels a point.

    Raises InputError for a page the document does not have or a picture that would be too large.
    """
    import pypdfium2

    with characters.opened(_SOURCE, data) as document, characters.LOCK:
        if not 1 <= page <= len(document):
            raise InputError(f"there is no page {page}; the document has {len(document)}")
        width, height = document.get_page_size(page - 1)
        if not 0 < scale * max(width, height) <= _WIDEST_PIXELS:
            raise InputError(f"scale {scale} makes page {page} larger than {_WIDEST_PIXELS} pixels")
        try:
            bitmap = document[page - 1].render(scale=scale, rev_byteorder=True)
        except pypdfium2.PdfiumError as error:
            raise InputError(f"page {page} is damaged and cannot be drawn") from error
        pixels = bitmap.to_numpy()
        return _png(pixels.tobytes(), pixels.shape[1], pixels.shape[0], pixels.shape[2])


def _touched(block: Block, spans: Sequence[Span]) -> bool:
    return any(block.span.overlaps(span) for span in spans)


def _laid_out(document: PdfDocument, page: int) -> list[Paragraph]:
    import pypdfium2

    try:
        return paragraphs(characters.runs(document, page))
    except pypdfium2.PdfiumError:
        return []


def _on_page(
    paragraphs: Sequence[Paragraph], place: Span, page: int, spans: Sequence[Span]
) -> Iterator[Box]:
    """Boxes on a page whose text has its place in the canonical text."""
    starts: list[int] = []
    at = place.start
    for paragraph in paragraphs:
        at += len(paragraph.gap) if starts else 0
        starts.append(at)
        at += len(paragraph.text)
    if at == place.end:
        for paragraph, start in zip(paragraphs, starts, strict=True):
            yield from _inside(paragraph, start, page, spans)


def _inside(paragraph: Paragraph, start: int, page: int, spans: Sequence[Span]) -> Iterator[Box]:
    """One box for each line of a paragraph and each span that touches it."""
    for line in paragraph.lines:
        place = Span(start, start + len(line.text))
        for span in spans:
            if span.overlaps(place):
                box = _box(line, max(0, span.start - start), span.end - start, page)
                if box:
                    yield box
        start = place.end + 1


def _box(line: Segment, start: int, end: int, page: int) -> Box | None:
    covered = [char for char in line.characters[start:end] if char is not None]
    if not covered:
        return None
    return Box(
        page,
        min(char.left for char in covered),
        min(char.top for char in covered),
        max(char.right for char in covered),
        max(char.bottom for char in covered),
    )


def _png(pixels: bytes, width: int, height: int, channels: int) -> bytes:
    """Rows of 8-bit pixels as a PNG (ISO 15948): grey, RGB or RGBA by the number of channels."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    stride = width * channels
    rows = b"".join(b"\0" + pixels[row * stride : (row + 1) * stride] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
