"""Finds the members of zip archives, nested ones included, and inflates them within limits.

The table of contents is read first and the members later, one by one; what counts against the
limits is what was really inflated, whatever the archive claims.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.errors import UnreadableFile
from rag.ingest import readers
from rag.ingest.archive import DAMAGE, READ_METHODS, Shelf, names
from rag.ingest.frontmatter import SIDECAR_SUFFIX
from rag.ingest.inputs import Input, Limits, Skipped, megabytes, overlooked
from rag.text.paths import as_text

ARCHIVES = frozenset({".zip"})

_CHUNK_BYTES = 1 << 20
_ENCRYPTED = 0x1


class _Budget:
    """What one archive on disk may still give; a member read twice is counted once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.members = 0
        self._spent: dict[str, int] = {}
        self._total = 0

    def spend(self, member: str, size: int) -> None:
        more = max(0, size - self._spent.get(member, 0))
        self._spent[member] = self._spent.get(member, 0) + more
        self._total += more

    def most_for(self, member: str) -> int:
        left = self.limits.archive_bytes - self._total + self._spent.get(member, 0)
        return min(self.limits.file_bytes, left)


def inputs(found: Input, limits: Limits, shelf: Shelf) -> Iterator[Input | Skipped]:
    """The members of an archive on disk, in the order of their names."""
    return _Archive(found, _Budget(limits), shelf, depth=1).inputs()


class _Archive:
    """One archive; `depth` is 1 for one on disk and more for one inside another."""

    def __init__(self, found: Input, budget: _Budget, shelf: Shelf, depth: int) -> None:
        self._found = found
        self._budget = budget
        self._shelf = shelf
        self._depth = depth

    def inputs(self) -> Iterator[Input | Skipped]:
        """Its members. An archive that cannot be opened is an input that fails when it is read."""
        limits, source = self._budget.limits, self._found.source
        try:
            with self._shelf.archive(source, self._file, limits) as archive:
                listed = archive.infolist()
        except UnreadableFile as error:
            yield _failing(self._found, error)
            return
        self._budget.members += len(listed)
        if self._budget.members > limits.archive_members:
            yield Skipped(source, f"refused: more than {limits.archive_members} members")
            return
        entries = dict(sorted(zip(names(listed), listed, strict=True), key=lambda pair: pair[0]))
        if len(entries) < len(listed):
            lost = len(listed) - len(entries)
            yield Skipped(source, f"{lost} members have the name of another")
        for name, entry in entries.items():
            yield from self._member(name, entry, entries.get(name + SIDECAR_SUFFIX))

    def _member(
        self, name: str, entry: zipfile.ZipInfo, sidecar: zipfile.ZipInfo | None
    ) -> Iterator[Input | Skipped]:
        path = PurePosixPath(name)
        source = f"{self._found.source}/{as_text(str(path))}"
        if name.endswith("/") or overlooked(path):
            return
        if reason := _refusal(path, entry, self._budget.limits):
            yield Skipped(source, reason)
        elif path.suffix.lower() not in ARCHIVES:
            yield self._input(source, entry, sidecar)
        elif self._depth >= self._budget.limits.depth:
            yield Skipped(source, f"archives nested deeper than {self._budget.limits.depth}")
        else:
            inner = self._input(source, entry, None)
            yield from _Archive(inner, self._budget, self._shelf, self._depth + 1).inputs()

    def _input(self, source: str, entry: zipfile.ZipInfo, sidecar: zipfile.ZipInfo | None) -> Input:
        def data() -> bytes:
            return self._inflated(source, entry)

        def beside() -> bytes | None:
            return self._inflated(source + SIDECAR_SUFFIX, sidecar) if sidecar else None

        held = self._found
        return Input(source, held.root, held.file, entry.file_size, held.modified, data, beside)

    def _inflated(self, source: str, entry: zipfile.ZipInfo) -> bytes:
        """A member's bytes, counted as they come out."""
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile(source, "encrypted: unpack it with its password first")
        most = self._budget.most_for(source)
        parts: list[bytes] = []
        size = 0
        try:
            with (
                self._shelf.archive(self._found.source, self._file, self._budget.limits) as archive,
                archive.open(entry) as member,
            ):
                while chunk := member.read(_CHUNK_BYTES):
                    size += len(chunk)
                    self._budget.spend(source, size)
                    if size > most:
                        raise UnreadableFile(
                            source, f"inflates past the limit of {megabytes(most)}"
                        )
                    parts.append(chunk)
        except DAMAGE as error:
            raise UnreadableFile(source, f"damaged in its archive: {error}") from error
        return b"".join(parts)

    def _file(self) -> BinaryIO:
        return self._found.file.open("rb") if self._depth == 1 else io.BytesIO(self._found.read())


def _refusal(path: PurePosixPath, entry: zipfile.ZipInfo, limits: Limits) -> str | None:
    """Why a member is not read, None where it may be."""
    if not path.parts:
        return "refused: it has no name"
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "refused: its name leads out of the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link"
    if entry.compress_type not in READ_METHODS:
        return "packed in a rare way that is not read; pack it again as an ordinary zip archive"
    if entry.file_size > limits.file_bytes:
        return (
            f"too large: {megabytes(entry.file_size)}; the limit is {megabytes(limits.file_bytes)}"
        )
    readable = path.suffix.lower() in ARCHIVES or readers.supported(path.name)
    return None if readable else readers.unsupported_reason(path.name)


def _failing(found: Input, error: UnreadableFile) -> Input:
    def data() -> bytes:
        raise error

    return replace(found, _data=data)
