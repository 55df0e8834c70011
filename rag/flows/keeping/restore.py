"""A backup put back: unpacked beside the library, verified, brought up to date, then swapped in.

Until everything has been found right the data folder is as it was. The library itself is swapped
last and in one transaction; run again, an interrupted restore finishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rag.errors import InputError, LibraryDamaged, LibraryTooNew, UsageError
from rag.flows.keeping import archive, room
from rag.flows.keeping.archive import Archive
from rag.flows.keeping.contents import ORIGINALS, Kept, is_original
from rag.flows.keeping.manifest import Manifest
from rag.flows.keeping.progress import Progress, Show
from rag.index import replacing, schema, snapshot
from rag.index.database import FILE_NAME, Database


def restore(path: Path, folder: Path, kept: Kept, show: Show, *, replace: bool) -> Manifest:
    """Put the backup at `path` into the data folder.

    Parameters: `replace` lets it take the place of what the folder holds; `show` is told bytes
    done and in all.
    Raises UsageError for a folder that holds something, unless `replace`; InputError for a file
    that is no whole backup, or a disk without room; LibraryTooNew for a backup or a library of a
    newer version; LibraryLocked while another process has the library open.
    """
    with archive.opened(path) as given:
        _require_known(given, kept)
        folder.mkdir(parents=True, exist_ok=True)
        with replacing.alone(folder):
            room.sweep(folder, "restore")
            held = replacing.holds(folder)
            if not replace:
                _refuse_to_overwrite(folder, held, given)
            room.require(folder, 2 * given.manifest.size_bytes)
            with room.scratch(folder, "restore") as staged:
                _unpack(given, staged, show)
                _bring_up_to_date(staged, path, kept)
                _swap(given.manifest, staged, folder, kept)
        return given.manifest


def _require_known(given: Archive, kept: Kept) -> None:
    """Every member has a place in a data folder, and the library is among them."""
    manifest = given.manifest
    strange = [repr(member.name) for member in manifest.members if not kept.knows(member.name)]
    if strange:
        raise InputError(f"{given.path}: these files have no place in a data folder", strange)
    if FILE_NAME not in {member.name for member in manifest.members}:
        raise InputError(f"{given.path} holds no library")
    if manifest.schema > len(schema.MIGRATIONS):
        raise LibraryTooNew(
            f"{given.path} has library version {manifest.schema}, and this Footnote knows up to "
            f"{len(schema.MIGRATIONS)}: install a newer Footnote"
        )


def _refuse_to_overwrite(folder: Path, held: str, given: Archive) -> None:
    there = [held] if held else []
    there += [
        member.name
        for member in given.manifest.members
        if member.name != FILE_NAME and not is_original(member.name)
        if (folder / member.name).exists()
    ]
    if there:
        raise UsageError(
            f"{folder} is not empty ({', '.join(there)}): add --replace to put "
            f"{given.path.name} in its place, or name another folder with --data"
        )


def _unpack(given: Archive, staged: Path, show: Show) -> None:
    progress = Progress(given.manifest.size_bytes, show)
    for member in given.manifest.members:
        target = staged / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        given.extract(member, target, progress)


def _bring_up_to_date(staged: Path, path: Path, kept: Kept) -> None:
    """Databases are whole and of the present version, or nothing of the backup is used."""
    try:
        for name in (FILE_NAME, *_there(staged, kept.databases)):
            snapshot.require_whole(staged / name, path)
        for name in _there(staged, kept.databases):
            kept.databases[name](staged / name)
        Database.open(staged).close()
    except LibraryDamaged as damage:
        raise InputError(f"{path} holds a damaged library: {damage}") from damage


def _swap(manifest: Manifest, staged: Path, folder: Path, kept: Kept) -> None:
    """Originals first, which harm nobody, the library last."""
    originals = [member.name for member in manifest.members if is_original(member.name)]
    for name in originals:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).replace(folder / name)
    for name in _there(staged, kept.files):
        (staged / name).replace(folder / name)
    for name in _there(staged, kept.databases):
        snapshot.put_back(staged / name, folder / name)
    replacing.replace(folder, staged)
    for path in (folder / ORIGINALS).glob("*/*"):
        if path.relative_to(folder).as_posix() not in originals:
            path.unlink()


def _there(folder: Path, names: Iterable[str]) -> list[str]:
    return [name for name in names if (folder / name).exists()]
