"""Opens zip packages (Office files, EPUB) without trusting them.

Sizes are checked before anything is inflated; `zipfile` never returns more of a member than its
declared size, so their sum bounds what a reader can be made to hold.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import UnreadableFile
from rag.ingest.signatures import require_zipped

_MOST_MEMBERS = 10_000
_MOST_BYTES = 400_000_000
_SEARCHED_BYTES = 4096
_ENCRYPTED = 0x1
_DAMAGE = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    SyntaxError,  # what XML parsers raise
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What parsers of Office files raise on damaged ones; none of it is a fault of the program's."""


@contextmanager
def opened(source: str, data: bytes, *damage: type[Exception]) -> Iterator[zipfile.ZipFile]:
    """The package's members, sizes checked; `damage` is what else its parser raises on damage.

    Raises UnreadableFile where it is damaged, encrypted, of another type, or inflates too far,
    and translates what a parser raises on damaged content inside the `with` block.
    """
    require_zipped(source, data)
    known: tuple[type[BaseException], ...] = (*_DAMAGE, *damage)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _require_modest(source, package)
            yield package
    except known as error:
        what = str(error).strip() or type(error).__name__
        raise UnreadableFile(source, f"damaged: {what[:200]}") from error


@contextmanager
def office(source: str, data: bytes, *damage: type[Exception]) -> Iterator[io.BytesIO]:
    """An Office package as a file, after the checks of `opened`.

    Open Packaging forbids document type definitions in parts (ECMA-376 part 2), and with them
    entities: a part that has one is refused.
    """
    with opened(source, data, *damage) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                with package.open(name) as part:
                    start = part.read(_SEARCHED_BYTES).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise UnreadableFile(source, f"refused: {name} declares XML entities")
        yield io.BytesIO(data)


def _require_modest(source: str, package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFile(source, f"refused: it has {len(members)} parts")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(source, "encrypted: it needs a password; save a copy without one")
    inflated = sum(member.file_size for member in members)
    if inflated > _MOST_BYTES:
        megabytes = f"{inflated // 1_000_000} MB; the limit is {_MOST_BYTES // 1_000_000} MB"
        raise UnreadableFile(source, f"refused: it inflates to {megabytes}")
