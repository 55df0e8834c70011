"""Keeps the bytes of every ingested file, addressed by what they are.

The file of SHA-256 `abcdef...` is `ab/abcdef...` under the store's folder. A file appears whole or
not at all.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from rag.durable import replace_whole
from rag.errors import LibraryDamaged, NotInLibrary

_DIGEST = re.compile(r"[0-9a-f]{64}")
_OWNER_ONLY = 0o600


class Originals:
    """A content-addressed store of original files.

    Putting the same bytes twice keeps one copy; it is safe to kill a writer at any moment, and
    several may write at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the bytes of `digest` lie, present or not. Raises NotInLibrary for a non-digest."""
        if not _DIGEST.fullmatch(digest):
            raise NotInLibrary(f"no original is known as {digest!r}: not a SHA-256 digest")
        return self._folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store `data` and return its SHA-256 in hexadecimal."""
        digest = hashlib.sha256(data).hexdigest()
        place = self.path(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(place, lambda file: file.write(data), mode=_OWNER_ONLY)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of `digest`.

        Raises NotInLibrary where there are none, LibraryDamaged where the stored bytes changed.
        """
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotInLibrary(f"the original {digest} is not kept in this library") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise LibraryDamaged(f"the original {digest} was altered on disk; restore a backup")
        return data

    def remove(self, digest: str) -> None:
        """Delete the bytes of `digest` for good; nothing happens where there are none."""
        place = self.path(digest)
        place.unlink(missing_ok=True)
        try:
            place.parent.rmdir()
        except OSError:
            return  # other originals share the folder, or it never existed
