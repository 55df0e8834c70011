"""Gets the characters of a PDF page with their boxes out of PDFium.

PDFium may be used by one thread at a time only, so every call to it happens under one lock.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from rag.errors import UnreadableFile
from rag.ingest.bounds import require_page_chars

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

LOCK = threading.RLock()
"""Held around everything that calls PDFium, closing included."""

_HYPHENS = frozenset({"\x02", "\ufffe"})
_ENDS = frozenset("\r\n")
_PASSWORD = 4
_BOLD = (b"bold", b"black", b"heavy", b"demi")
_NAME_BYTES = 128


class Character(NamedTuple):
    """A character and its box in points from the page's top left corner; `size` is its font's."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


class Run(NamedTuple):
    """Characters that PDFium gives as one line, in logical order."""

    characters: tuple[Character, ...]
    bold: bool


class _Frame(NamedTuple):
    """The affine map from a page's own axes to points from the corner of the page as shown."""

    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float


@contextmanager
def opened(source: str, data: bytes) -> Iterator[PdfDocument]:
    """The document behind the bytes, closed at the end.

    Raises UnreadableFile for a PDF that is damaged or asks for a password.
    """
    import pypdfium2

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                reason = "encrypted: it needs a password; save a copy without one"
                raise UnreadableFile(source, reason) from error
            raise UnreadableFile(source, "damaged: it cannot be opened as a PDF") from error
    try:
        yield document
    finally:
        with LOCK:
            document.close()


def runs(document: PdfDocument, number: int) -> list[Run]:
    """The lines of characters of page `number` (from 1) in the order PDFium reads them.

    Raises pypdfium2.PdfiumError where the page is damaged, TooMuch where it is no page of print.
    """
    with LOCK:
        page = document[number - 1]
        try:
            text_page = page.get_textpage()
            try:
                require_page_chars(text_page.count_chars())
                return list(_runs(page, text_page))
            finally:
                text_page.close()
        finally:
            page.close()


def _runs(page: PdfPage, text_page: PdfTextPage) -> Iterator[Run]:
    import pypdfium2.raw as pdfium

    frame = _frame(page)
    box = pdfium.FS_RECTF()
    line: list[Character] = []
    places: list[int] = []
    scale = 1.0
    for index in range(text_page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text_page.raw, index))
        if "\ud800" <= char <= "\udfff" or char == "\0":
            continue
        if char not in _ENDS:
            pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
            scale = scale if line else _scale(text_page, index)
            size = scale * pdfium.FPDFText_GetFontSize(text_page.raw, index)
            line.append(_placed("-" if char in _HYPHENS else char, box, frame, size))
            places.append(index)
        if line and (char in _ENDS or char in _HYPHENS):
            yield Run(tuple(line), _is_bold(text_page, places))
            line, places = [], []
    if line:
        yield Run(tuple(line), _is_bold(text_page, places))


def _placed(char: str, box: object, frame: _Frame, size: float) -> Character:
    left, top = box.left, box.top  # type: ignore[attr-defined]
    right, bottom = box.right, box.bottom  # type: ignore[attr-defined]
    x1, y1 = _mapped(frame, left, top)
    x2, y2 = _mapped(frame, right, bottom)
    return Character(char, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), size)


def _mapped(frame: _Frame, x: float, y: float) -> tuple[float, float]:
    return frame.ax * x + frame.bx * y + frame.cx, frame.ay * x + frame.by * y + frame.cy


def _frame(page: PdfPage) -> _Frame:
    """Worked out from where PDFium draws three points, so that rotation and cropping are right."""
    width, height = page.get_size()
    origin = _drawn(page, width, height, 0, 0)
    along_x = _drawn(page, width, height, 1000, 0)
    along_y = _drawn(page, width, height, 0, 1000)
    return _Frame(
        (along_x[0] - origin[0]) / 1000,
        (along_y[0] - origin[0]) / 1000,
        origin[0],
        (along_x[1] - origin[1]) / 1000,
        (along_y[1] - origin[1]) / 1000,
        origin[1],
    )


def _drawn(page: PdfPage, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    """Where a point of the page's axes appears, in points from the top left corner."""
    import pypdfium2.raw as pdfium

    fine = 100
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(width * fine), round(height * fine))
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
    return across.value / fine, down.value / fine


def _scale(text_page: PdfTextPage, index: int) -> float:
    """How much larger than its font size a character is drawn."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix):
        return 1.0
    return math.hypot(matrix.c, matrix.d) or 1.0


def _is_bold(text_page: PdfTextPage, places: Sequence[int]) -> bool:
    """Whether a line is bold at its beginning, in its middle and at its end."""
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(_NAME_BYTES)
    for index in {places[0], places[len(places) // 2], places[-1]}:
        pdfium.FPDFText_GetFontInfo(text_page.raw, index, name, _NAME_BYTES, ctypes.c_int())
        if not any(word in name.value.lower() for word in _BOLD):
            return False
    return True
