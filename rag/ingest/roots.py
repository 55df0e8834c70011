"""Turns the paths a person gives into roots: folders that sources are relative to."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import InputError
from rag.text.paths import as_text


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that sources are relative to, and the paths in it to read (itself, for a folder)."""

    folder: Path
    paths: tuple[Path, ...]

    def prefixed(self, relative: str, parts: int) -> str:
        """A source with the last `parts` names of the folder's path in front."""
        names = tuple(map(as_text, self.folder.resolve().parts[1:]))
        return "/".join((*names[max(0, len(names) - parts) :], relative))


def roots(paths: Sequence[str | Path]) -> list[Root]:
    """One root for each path: the folder, a file's folder, or the fixed part of a glob.

    Raises InputError that lists all paths that do not exist and all globs that match nothing.
    """
    found: list[Root] = []
    missing: list[str] = []
    for given in map(str, paths):
        root = _root(given)
        if root is None:
            missing.append(given)
        else:
            found.append(root)
    if missing:
        raise InputError(f"{len(missing)} of the paths given do not exist:", missing)
    return found


def _root(given: str) -> Root | None:
    path = Path(given).expanduser()
    try:
        if path.is_dir():
            folder = path.resolve()  # a link that was named is meant; links found inside are not
            return Root(folder, (folder,))
        if path.exists():
            return Root(path.parent, (path,))
    except OSError:  # a name no file system takes
        return None
    if not glob.has_magic(given):
        return None
    matched = sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207
    files = tuple(one for one in matched if not one.is_dir()) or tuple(matched)
    return Root(Path(*_fixed(path)), files) if files else None


def _fixed(path: Path) -> Iterator[str]:
    """The parts of a glob before its first wildcard."""
    for part in path.parts:
        if glob.has_magic(part):
            return
        yield part
    yield os.curdir
