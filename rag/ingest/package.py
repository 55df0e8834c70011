"""Opens zip packages (Office files, EPUB) without trusting them.

Sizes are checked before anything is inflated; `zipfile` never returns more of a member than its
declared size, so their sum bounds what a reader can be made to hold. Markup has a bound of its
own, as parsers make trees of it that take many times its bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import UnreadableFile
from rag.ingest.archive import DAMAGE, READ_METHODS, require_short_table
from rag.ingest.signatures import require_zipped

_MOST_MEMBERS = 10_000
_MOST_BYTES = 400_000_000
_MOST_MARKUP_BYTES = 150_000_000
_SEARCHED_BYTES = 4096
_BLANK = b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"
_ENCRYPTED = 0x1
_DAMAGE = (
    *DAMAGE,
    AttributeError,
    LookupError,
    OverflowError,
    SyntaxError,  # what XML parsers raise
    TypeError,
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
        file = io.BytesIO(data)
        require_short_table(source, file, _MOST_MEMBERS)
        with zipfile.ZipFile(file) as package:
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
        for member in package.infolist():
            if member.filename.endswith((".xml", ".rels")):
                start = _start(package, member).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    reason = f"refused: {member.filename} declares XML entities"
                    raise UnreadableFile(source, reason)
        yield io.BytesIO(data)


def _require_modest(source: str, package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFile(source, f"refused: it has {len(members)} parts")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(source, "encrypted: it needs a password; save a copy without one")
    if any(member.compress_type not in READ_METHODS for member in members):
        raise UnreadableFile(source, "damaged: a part is packed in a way its format does not know")
    _require_few(source, "it", sum(member.file_size for member in members), _MOST_BYTES)
    markup = sum(member.file_size for member in members if _is_markup(package, member))
    _require_few(source, "its markup", markup, _MOST_MARKUP_BYTES)


def _require_few(source: str, what: str, inflated: int, most: int) -> None:
    if inflated > most:
        sizes = f"{inflated // 1_000_000} MB; the limit is {most // 1_000_000} MB"
        raise UnreadableFile(source, f"refused: {what} inflates to {sizes}")


def _is_markup(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part is XML or HTML, whatever its name says; small ones do not matter."""
    small = member.file_size * _MOST_MEMBERS < _MOST_MARKUP_BYTES
    return not small and _start(package, member).lstrip(_BLANK)[:1] in (b"<", b"")


def _start(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with package.open(member) as part:
        return part.read(_SEARCHED_BYTES)
