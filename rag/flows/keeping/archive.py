"""The file of a backup: a ZIP archive of plain files, and a manifest with the hash of each.

Nothing is ever unpacked by the name an archive gives it: whoever reads one asks for a member and
says where its bytes go, and they count only when their hash is right.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from rag import durable
from rag.errors import InputError
from rag.flows.keeping.manifest import Manifest, Member, parsed
from rag.ingest.archive import READ_METHODS

MANIFEST = "manifest.json"

Tell = Callable[[int], None]
"""Is told how many more bytes are through."""

_CHUNK_BYTES = 1 << 20
_MANIFEST_BYTES = 1 << 28
_LEVEL = 1  # text shrinks to a third, vectors hardly at all: more effort gains next to nothing
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal libraries make equal backups
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a way of compression that no backup uses
    RuntimeError,  # an encrypted member
    ValueError,
    OverflowError,
)


class Writer:
    """Adds files to an archive and remembers their hashes."""

    def __init__(self, file: BinaryIO, tell: Tell) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._tell = tell
        self.members: list[Member] = []

    def add(self, name: str, source: Path) -> None:
        """Put the file `source` in as `name`; raises OSError."""
        size, digest = 0, hashlib.sha256()
        with source.open("rb") as file, self._entry(name) as entry:
            while chunk := file.read(_CHUNK_BYTES):
                entry.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                self._tell(len(chunk))
        self.members.append(Member(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the table of contents."""
        with self._entry(MANIFEST) as entry:
            entry.write(manifest.dumped().encode())
        self._zip.close()

    def _entry(self, name: str) -> IO[bytes]:
        about = zipfile.ZipInfo(name, _EPOCH)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o600 << 16
        return self._zip.open(about, "w", force_zip64=True)


class Archive:
    """A backup opened for reading. `opened` makes one."""

    def __init__(self, path: Path, given: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._zip = given

    def extract(self, member: Member, target: Path, tell: Tell) -> None:
        """Write a member's bytes to the new file `target`, flushed to the disk.

        Raises InputError when they are not what the manifest says, OSError where they cannot go.
        """
        with target.open("xb") as file:
            for chunk in self._verified(member):
                file.write(chunk)
                tell(len(chunk))
            durable.flush(file)

    def verify(self, tell: Tell) -> None:
        """Read every member; raises InputError for one that is not what the manifest says."""
        for member in self.manifest.members:
            for chunk in self._verified(member):
                tell(len(chunk))

    def _verified(self, member: Member) -> Iterator[bytes]:
        size, digest = 0, hashlib.sha256()
        with self._entry(member) as entry:
            while size <= member.size_bytes and (chunk := self._read(entry)):
                size += len(chunk)
                digest.update(chunk)
                yield chunk
        if (size, digest.hexdigest()) != (member.size_bytes, member.sha256):
            raise InputError(f"{self.path} is damaged: {member.name} is not what was backed up")

    def _entry(self, member: Member) -> IO[bytes]:
        with _understood(self.path):
            return self._zip.open(member.name)

    def _read(self, entry: IO[bytes]) -> bytes:
        with _understood(self.path):
            return entry.read(_CHUNK_BYTES)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a backup and read its manifest.

    Raises InputError for anything that is no whole backup, LibraryTooNew for a newer format.
    """
    with _understood(path):
        given = zipfile.ZipFile(path)
    with given:
        with _understood(path):
            manifest = _manifest(path, given)
        yield Archive(path, given, manifest)


def _manifest(path: Path, given: zipfile.ZipFile) -> Manifest:
    names = given.namelist()
    if MANIFEST not in names:
        raise InputError(f"{path} is no backup: it has no {MANIFEST}")
    if any(member.compress_type not in READ_METHODS for member in given.infolist()):
        raise InputError(f"{path} is no backup: it is packed in a way that no backup uses")
    if given.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
        raise InputError(f"{path} is no backup: its {MANIFEST} is too large")
    manifest = parsed(path, given.read(MANIFEST))
    told = sorted([MANIFEST, *(member.name for member in manifest.members)])
    if sorted(names) != told:
        other = sorted(set(names) ^ set(told)) or ["a name twice"]
        raise InputError(f"{path}: contents and manifest differ", [repr(name) for name in other])
    return manifest


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error
    except _BROKEN as error:
        raise InputError(f"{path} is no whole backup: {error}") from error
