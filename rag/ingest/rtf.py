"""Reads RTF: paragraphs by striprtf, title and author from the information group."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.errors import UnreadableFile
from rag.ingest import properties
from rag.ingest.assembly import LINE_GAP, Assembly
from rag.ingest.read import Read
from rag.ingest.signatures import require_rtf
from rag.records import Provenance
from rag.text.normalise import canonical

_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_FIELD = r"\{{\\{}\s+([^{{}}]{{1,500}})\}}"
_TITLE = re.compile(_FIELD.format("title"))
_AUTHOR = re.compile(_FIELD.format("author"))


def read(source: str, data: bytes) -> list[Read]:
    """The document as one. Raises UnreadableFile where it is damaged.

    RTF is ASCII; bytes outside it are letters of the code page the file names.
    """
    require_rtf(source, data)
    code_page = _CODE_PAGE.search(data[:1000].decode("ascii", errors="replace"))
    encoding = f"cp{code_page[1]}" if code_page else "cp1252"
    markup = _decoded(source, data, encoding)
    assembly = Assembly()
    for paragraph in canonical(_text(source, markup, encoding)).split("\n"):
        assembly.add(paragraph.replace("\0", ""), gap=LINE_GAP)
    provenance = Provenance(
        title=properties.title(_field(source, _TITLE, markup, encoding)),
        authors=properties.authors(_field(source, _AUTHOR, markup, encoding)),
        kind="document",
    )
    return [Read(source, assembly.text, assembly.blocks, provenance)]


def _decoded(source: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode("utf-8" if encoding == "cp65001" else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(source, f"damaged: not valid {encoding}") from error


def _text(source: str, markup: str, encoding: str) -> str:
    from striprtf.striprtf import rtf_to_text

    to_text: Callable[..., str] = rtf_to_text

    try:
        return to_text(markup, encoding=encoding, errors="strict")
    except (UnicodeError, LookupError, ValueError, OverflowError) as error:
        raise UnreadableFile(source, f"damaged RTF: {error}") from error


def _field(source: str, pattern: re.Pattern[str], markup: str, encoding: str) -> str | None:
    match = pattern.search(markup[:20_000])
    return _text(source, "{\\rtf1 " + match[1] + "}", encoding) if match else None
