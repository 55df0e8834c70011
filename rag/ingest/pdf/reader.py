"""Reads a PDF into text: pages in order, lines kept, running heads marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.ingest import properties
from rag.ingest.assembly import Assembly
from rag.ingest.bounds import require_chars
from rag.ingest.pdf import characters
from rag.ingest.pdf.furniture import Place, running
from rag.ingest.pdf.paragraphs import Paragraph, paragraphs
from rag.ingest.read import Read
from rag.ingest.signatures import require_pdf
from rag.records import Provenance, Role

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_LARGE = 1.15
_LONGEST_HEADING = 200
_SENTENCE_ENDS = (".", "。", ";", ",", "，", "؛")
_LEAST_KNOWN_SHARE = 0.5


def read(source: str, data: bytes) -> list[Read]:
    """The PDF as one document.

    Raises UnreadableFile where it is damaged, encrypted, has no text layer, or a text layer of
    glyphs that stand for no letters.
    """
    require_pdf(source, data)
    with characters.opened(source, data) as document:
        pages, problems = laid_out(document)
        provenance = _provenance(document)
    _require_text(source, pages)
    assembly = Assembly()
    furniture = running(pages)
    body_size = _body_size(pages)
    for number, page in enumerate(pages):
        for index, paragraph in enumerate(page):
            found = Place(number, index) in furniture
            role = Role.BOILERPLATE if found else _role(paragraph, body_size)
            assembly.add(paragraph.text, role, page=number + 1, gap=paragraph.gap)
    return [Read(source, assembly.text, assembly.blocks, provenance, problems)]


def laid_out(document: PdfDocument) -> tuple[list[list[Paragraph]], tuple[str, ...]]:
    """The paragraphs of every page, and what could not be read, in words."""
    import pypdfium2

    pages: list[list[Paragraph]] = []
    damaged: list[int] = []
    chars = 0
    for number in range(1, len(document) + 1):
        try:
            pages.append([_unplaced(one) for one in paragraphs(characters.runs(document, number))])
        except pypdfium2.PdfiumError:
            pages.append([])
            damaged.append(number)
        chars += sum(len(line.text) for one in pages[-1] for line in one.lines)
        require_chars(chars)
    empty = [
        number for number, page in enumerate(pages, start=1) if not page and number not in damaged
    ]
    problems = []
    if damaged:
        problems.append(f"damaged, not read: {_listed(damaged)}")
    if empty:
        problems.append(f"no text layer (scanned or blank): {_listed(empty)}")
    return pages, tuple(problems)


def _unplaced(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the boxes of its characters, which take far more room than it."""
    lines = tuple(replace(line, characters=()) for line in paragraph.lines)
    return replace(paragraph, lines=lines)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (", ..." if len(numbers) > 10 else "")
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"


def _require_text(source: str, pages: Sequence[Sequence[Paragraph]]) -> None:
    text = "".join(paragraph.text for page in pages for paragraph in page)
    if not text.strip():
        raise UnreadableFile(source, "no text layer (scanned images?); run it through OCR first")
    known = sum(unicodedata.category(char) not in ("Co", "Cn", "Cc") for char in text)
    if known - text.count("\ufffd") < _LEAST_KNOWN_SHARE * len(text):
        reason = "its text layer names no letters (fonts without a character map)"
        raise UnreadableFile(source, f"{reason}; run it through OCR first")


def _body_size(pages: Sequence[Sequence[Paragraph]]) -> float:
    """The type size most characters are set in."""
    sizes = [
        line.size
        for page in pages
        for paragraph in page
        for line in paragraph.lines
        for _ in range(1 + len(line.text) // 20)
    ]
    return median(sizes)


def _role(paragraph: Paragraph, body_size: float) -> Role:
    text = paragraph.text
    if len(text) > _LONGEST_HEADING or text.endswith(_SENTENCE_ENDS) or "\t" in text:
        return Role.UNKNOWN
    large = paragraph.size >= _LARGE * body_size
    bold = paragraph.bold and len(paragraph.lines) <= 2 and any(map(str.isalpha, text))
    return Role.HEADING if large or bold else Role.UNKNOWN


def _provenance(document: PdfDocument) -> Provenance:
    """Title and authors. A PDF's language is not believed: programs write their own default."""
    with characters.LOCK:
        stated = document.get_metadata_dict()
    return Provenance(
        title=properties.title(stated.get("Title")),
        authors=properties.authors(stated.get("Author")),
        kind="document",
    )
