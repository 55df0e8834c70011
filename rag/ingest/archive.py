"""Opens zip archives without trusting them: tables of contents are bounded before they are read."""

from __future__ import annotations

import struct
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from rag.errors import UnreadableFile
from rag.ingest.decode import decode
from rag.ingest.inputs import Limits

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises on damaged archives."""

READ_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How members may be packed. `zipfile` unpacks the others a piece at a time, and one piece of a
few bytes may be gigabytes; Office files and EPUB allow these two alone."""

_KEPT_OPEN = 3
_UTF8_NAME = 0x800
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONG_END = b"PK\x06\x06"
_LONG_END_BYTES = 56
_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_COMMENT_BYTES = 0xFFFF
_BYTES_PER_ENTRY = 1024


class Shelf:
    """The archives read last, kept open so that each member does not cost a look at all of them.

    Members are inflated by one thread at a time.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._open: OrderedDict[str, zipfile.ZipFile] = OrderedDict()

    @contextmanager
    def archive(
        self, source: str, open_file: Callable[[], BinaryIO], limits: Limits
    ) -> Iterator[zipfile.ZipFile]:
        """The archive known as `source`, opened by `open_file` unless it is still open.

        Raises UnreadableFile where it is no zip archive or passes the limits.
        """
        with self._lock:
            if source not in self._open:
                archive = _opened(source, open_file, limits)
                while len(self._open) >= _KEPT_OPEN:
                    self._open.popitem(last=False)[1].close()
                self._open[source] = archive
            self._open.move_to_end(source)
            yield self._open[source]


def names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of members as their maker wrote them, "/" between folders.

    Names without the UTF-8 flag are in an encoding nobody states; all of them together usually
    tell which. Where they do not, code page 437 is what the format says.
    """
    unmarked = [entry for entry in entries if _is_unmarked(entry)]
    raw = b"\n".join(entry.filename.encode("cp437") for entry in unmarked)
    try:
        told = decode("names", raw).split("\n") if unmarked else []
    except UnreadableFile:
        told = []
    if len(told) != len(unmarked):  # unsure, or a line break inside a name
        told = [entry.filename for entry in unmarked]
    found = dict(zip(map(id, unmarked), told, strict=True))
    return [found.get(id(entry), entry.filename).replace("\\", "/") for entry in entries]


def _is_unmarked(entry: zipfile.ZipInfo) -> bool:
    return not entry.flag_bits & _UTF8_NAME and not entry.filename.isascii()


def _opened(source: str, open_file: Callable[[], BinaryIO], limits: Limits) -> zipfile.ZipFile:
    try:
        file = open_file()
        require_short_table(source, file, limits.archive_members)
        return zipfile.ZipFile(file)
    except DAMAGE as error:
        raise UnreadableFile(source, f"not a readable zip archive: {error}") from error


def require_short_table(source: str, file: BinaryIO, most: int) -> None:
    """Refuse a table of contents that would fill memory, before it is read.

    Parameters: `most` is how many members there may be.
    Raises UnreadableFile where there are more, BadZipFile where there is no table of contents.
    """
    size = file.seek(0, 2)
    start = file.seek(max(0, size - _LONG_END_BYTES - _LOCATOR_BYTES - _END_BYTES - _COMMENT_BYTES))
    tail = file.read(size - start)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise zipfile.BadZipFile("it has no table of contents")
    members, table_bytes = _long_table(tail[:at]) or struct.unpack("<HI", tail[at + 10 : at + 16])
    if members > most or table_bytes > most * _BYTES_PER_ENTRY:
        raise UnreadableFile(source, f"refused: more than {most} members")
    file.seek(0)


def _long_table(before: bytes) -> tuple[int, int] | None:
    """Members and bytes of the table by the record of large archives (APPNOTE.TXT 4.3.14).

    It holds wherever it is there, whatever the short record after it (4.3.16) says.
    """
    if before[-_LOCATOR_BYTES:][:4] != _LOCATOR:
        return None
    record = before[-_LOCATOR_BYTES - _LONG_END_BYTES : -_LOCATOR_BYTES]
    if record[:4] != _LONG_END or len(record) < _LONG_END_BYTES:
        return None
    members, table_bytes = struct.unpack("<QQ", record[32:48])
    return members, table_bytes
