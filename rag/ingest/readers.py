"""Chooses the reader for a file by its name's suffix, and completes what it read.

To add a format, write a module with `read(source, data) -> list[Read]` and name it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from rag.errors import UnreadableFile
from rag.ingest import (
    delimited,
    epub,
    frontmatter,
    html,
    jsonl,
    mail,
    markdown,
    pdf,
    plain,
    provenance,
    rtf,
    sheets,
    slides,
    word,
)
from rag.ingest.bounds import TooMuch, require_blocks
from rag.ingest.declared import Declared
from rag.ingest.read import Read

__all__ = ["SUFFIXES", "Read", "read", "supported", "unsupported_reason"]

_BROKEN = re.compile("[\ud800-\udfff\0]")

SUFFIXES: Mapping[str, Callable[[str, bytes], list[Read]]] = MappingProxyType(
    {
        ".txt": plain.read,
        ".text": plain.read,
        ".log": plain.read,
        ".rst": plain.read,
        ".md": markdown.read,
        ".markdown": markdown.read,
        ".html": html.read,
        ".htm": html.read,
        ".xhtml": html.read,
        ".pdf": pdf.read,
        ".docx": word.read,
        ".docm": word.read,
        ".pptx": slides.read,
        ".pptm": slides.read,
        ".xlsx": sheets.read,
        ".xlsm": sheets.read,
        ".csv": delimited.read,
        ".tsv": delimited.read,
        ".json": jsonl.read_json,
        ".jsonl": jsonl.read_lines,
        ".ndjson": jsonl.read_lines,
        ".epub": epub.read,
        ".eml": mail.read,
        ".mbox": mail.read_mailbox,
        ".rtf": rtf.read,
    }
)
_ADVICE = {
    ".doc": "save it as .docx",
    ".ppt": "save it as .pptx",
    ".xls": "save it as .xlsx",
    ".odt": "save it as .docx",
    ".pages": "export it as .docx or .pdf",
    ".mobi": "convert it to .epub",
    ".msg": "save it as .eml",
    ".7z": "unpack it, or pack it as .zip",
    ".rar": "unpack it, or pack it as .zip",
    ".gz": "unpack it, or pack it as .zip",
    ".tar": "unpack it, or pack it as .zip",
}


def supported(name: str) -> bool:
    """Whether there is a reader for a file of this name."""
    return _suffix(name) in SUFFIXES


def unsupported_reason(name: str) -> str:
    """Why a file of this name is skipped, with a way out where there is one."""
    suffix = _suffix(name)
    if not suffix:
        return "no reader for files without a suffix"
    advice = _ADVICE.get(suffix)
    return f"no reader for {suffix} files" + (f"; {advice}" if advice else "")


def read(source: str, data: bytes, sidecar: bytes | None = None) -> list[Read]:
    """The documents in a file: one, or one for each message of a mailbox.

    Parameters: `source` is the path the file is known by (its suffix chooses the reader); `data`
    its bytes; `sidecar` the bytes of `NAME.meta.toml`, where there is one.
    Raises UnreadableFile where the file cannot be read, with the reason in words.
    """
    reader = SUFFIXES.get(_suffix(source))
    if reader is None:
        raise UnreadableFile(source, unsupported_reason(source))
    if not data:
        raise UnreadableFile(source, "empty: the file has no bytes")
    declared = frontmatter.sidecar(sidecar) if sidecar is not None else Declared()
    try:
        reads = reader(source, data)
        for one in reads:
            require_blocks(len(one.blocks))
    except TooMuch as error:
        raise UnreadableFile(source, str(error)) from error
    for one in reads:
        _require_words(one)
    return [
        replace(
            one,
            provenance=provenance.completed(one, declared.provenance),
            problems=(*one.problems, *declared.problems),
        )
        for one in reads
    ]


def _require_words(read: Read) -> None:
    if _BROKEN.search(read.text):
        raise UnreadableFile(read.source, "its text holds broken characters (halves of one)")
    if not read.blocks:
        raise UnreadableFile(read.source, "empty: there are no words in it")


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
