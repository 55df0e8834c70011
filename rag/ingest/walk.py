"""Finds what to read: paths, folders, globs and zip archives become inputs with their sources.

A source is the path relative to the folder given, the base name for a single file, and
`archive.zip/inner/file.txt` for a member. Where two roots have a file of the same source, both get
their root's name in front. The order depends on names alone.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import InputError
from rag.ingest import disk, members, readers
from rag.ingest.archive import Shelf
from rag.ingest.frontmatter import SIDECAR_SUFFIX
from rag.ingest.inputs import Input, Limits, Skipped, megabytes, overlooked
from rag.ingest.roots import Root, roots
from rag.text.paths import as_text

__all__ = ["Input", "Limits", "Skipped", "inputs"]

_USUAL = Limits()
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file on disk, or why it is not read."""

    root: Root
    path: Path
    reason: str | None = None

    @property
    def relative(self) -> str:
        return as_text(self.path.relative_to(self.root.folder).as_posix())


def inputs(paths: Sequence[str | Path], limits: Limits = _USUAL) -> Iterator[Input | Skipped]:
    """Everything under the paths that can be read, and what is skipped, with the reason.

    Cheap: nothing is read but folders and the archives' tables of contents (nested archives are
    inflated), so `len(list(inputs(...)))` is a good first pass. Hidden files and sidecars are
    left out silently. Raises InputError that names every path that does not exist.
    """
    found = _without_repeats([one for root in roots(paths) for one in _files(root)])
    shelf = Shelf()
    for one, source in zip(found, _sources(found), strict=True):
        if one.reason:
            yield Skipped(source, one.reason)
        else:
            yield from _inputs(one, source, limits, shelf)


def _inputs(found: _Found, source: str, limits: Limits, shelf: Shelf) -> Iterator[Input | Skipped]:
    archive = found.path.suffix.lower() in members.ARCHIVES
    most = limits.archive_bytes if archive else limits.file_bytes
    try:
        file = disk.input_file(source, found.root.folder, found.path, most)
    except OSError as error:
        yield Skipped(source, f"cannot be looked at: {error.strerror}")
        return
    if not archive and not readers.supported(source):
        yield Skipped(source, readers.unsupported_reason(source))
    elif file.size > most:
        yield Skipped(source, f"too large: {megabytes(file.size)}; the limit is {megabytes(most)}")
    elif archive:
        yield from members.inputs(file, limits, shelf)
    else:
        yield file


def _files(root: Root) -> Iterator[_Found]:
    """Files under a root in the order of their paths, links after what they point to."""
    pending = sorted(root.paths, reverse=True)
    while pending:
        path = pending.pop()
        if overlooked(path.relative_to(root.folder)):
            if path in root.paths and not path.name.endswith(SIDECAR_SUFFIX):
                yield _Found(root, path, "a hidden file")
            continue
        try:
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                pending.extend(sorted((Path(entry) for entry in os.scandir(path)), reverse=True))
                continue
        except OSError as error:
            yield _Found(root, path, f"cannot be looked at: {error.strerror}")
            continue
        yield _Found(root, path, _refusal(root, path, mode))


def _refusal(root: Root, path: Path, mode: int) -> str | None:
    """Why something that is no folder is not read, None for a file that may be."""
    if stat.S_ISLNK(mode):
        target = path.resolve()
        if not target.is_relative_to(root.folder.resolve()):
            return "a link that leads out of the folder"
        return None if target.is_file() else "a link to no file"
    return next((kind for is_kind, kind in _KINDS if is_kind(mode)), None)


def _without_repeats(found: Sequence[_Found]) -> list[_Found]:
    """Each file once: a link to a file that is read under its own name is reported."""
    own = {one.path.resolve() for one in found if not one.reason and not one.path.is_symlink()}
    seen: set[Path] = set()
    kept: list[_Found] = []
    for one in found:
        target = one.path.resolve()
        if one.reason:
            kept.append(one)
        elif one.path.is_symlink() and target in own:
            kept.append(replace(one, reason=f"a link to {target.name}, which is read itself"))
        elif target not in seen:
            seen.add(target)
            kept.append(one)
    return kept


def _sources(found: Sequence[_Found]) -> list[str]:
    """The source of each file; equal ones get as much of their root's path as tells them apart."""
    names = [one.relative for one in found]
    parts = 0
    while repeated := {name for name, count in Counter(names).items() if count > 1}:
        parts += 1
        longer = [
            one.root.prefixed(one.relative, parts) if name in repeated else name
            for one, name in zip(found, names, strict=True)
        ]
        if longer == names:
            raise InputError("some files cannot be told apart", sorted(repeated))
        names = longer
    return names
