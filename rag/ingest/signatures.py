"""Knows files by their first bytes, to refuse one whose name says another type."""

from __future__ import annotations

from rag.errors import UnreadableFile
from rag.ingest.bounds import require_lines

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3\x03\0", "an MP3 recording"),
    (b"ID3\x04\0", "an MP3 recording"),
    (b"OggS\0", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"{\\rtf", "an RTF document"),
)
_ZIPPED = "a zip archive or an Office file"
_SEARCHED_BYTES = 1024


def content_type(data: bytes) -> str | None:
    """What the first bytes say a file is, in words; None where they say nothing (plain text)."""
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a picture, recording or film"
    if data[4:8] == b"ftyp":
        return "a film or a picture"
    return next((name for start, name in _SIGNATURES if data.startswith(start)), None)


def require_text(source: str, data: bytes) -> None:
    """Raises UnreadableFile where the bytes are known to be something else than text.

    Raises TooMuch where they have too many lines.
    """
    found = content_type(data)
    if found is not None:
        raise UnreadableFile(source, f"not text as its name says: the content is {found}")
    require_lines(data)


def require_pdf(source: str, data: bytes) -> None:
    """Raises UnreadableFile without a PDF header in the first kilobyte (ISO 32000-1, annex H)."""
    if b"%PDF-" not in data[:_SEARCHED_BYTES]:
        raise UnreadableFile(source, f"not a PDF as its name says: the content is {_words(data)}")


def require_rtf(source: str, data: bytes) -> None:
    """Raises UnreadableFile where the bytes do not open an RTF group."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(source, f"not RTF as its name says: the content is {_words(data)}")


def require_zipped(source: str, data: bytes) -> None:
    """Raises UnreadableFile where the bytes are no zip package (Office, EPUB)."""
    found = content_type(data)
    if found == _ZIPPED:
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        reason = "encrypted with a password, or an old Office format; save it without a password"
        raise UnreadableFile(source, reason)
    raise UnreadableFile(source, f"not the type its name says: the content is {_words(data)}")


def _words(data: bytes) -> str:
    return content_type(data) or "something else"
