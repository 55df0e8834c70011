"""A backup made: the library as of one moment, while it may be read and written meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rag import __version__, durable
from rag.errors import InputError, NotInLibrary
from rag.flows.keeping import archive, room
from rag.flows.keeping.contents import Kept, original_name
from rag.flows.keeping.manifest import Manifest
from rag.flows.keeping.progress import Progress, Show
from rag.index import schema, snapshot
from rag.index.database import FILE_NAME, require_not_emptied

_OWNER_ONLY = 0o600  # it holds every document and conversation


@dataclass(frozen=True, slots=True)
class _Holdings:
    """What a copied library holds: its version, counts, and the originals it refers to."""

    schema: int
    documents: int
    passages: int
    originals: tuple[str, ...]


def backup(folder: Path, target: Path, kept: Kept, show: Show) -> Manifest:
    """Write the library in `folder` into the one file `target`, which appears whole or not at all.

    An older backup of that name is replaced once the new one has been read back and found right;
    any other file is refused. `show` is told bytes done and in all.
    Raises NotInLibrary where there is no library, LibraryDamaged for one that is not whole, and
    InputError for a file that cannot be written.
    """
    if not (folder / FILE_NAME).exists():
        raise NotInLibrary(f"there is no library in {folder}: name its folder with --data")
    require_not_emptied(folder / FILE_NAME)
    _refuse_to_overwrite(target)
    with room.scratch(target.parent, target.name) as scratch:
        sources = _snapshots(folder, scratch, kept)
        holdings = _holdings(scratch / FILE_NAME, folder / FILE_NAME)
        originals = {name: folder / name for name in map(original_name, holdings.originals)}
        sources |= {name: path for name, path in originals.items() if path.is_file()}
        missing = tuple(name for name in originals if name not in sources)
        unfinished = scratch / "backup"
        manifest = _written(unfinished, sources, holdings, missing, show)
        unfinished.replace(target)
        durable.flush_folder(target.parent)
        return manifest


def _refuse_to_overwrite(target: Path) -> None:
    if not target.exists():
        return
    try:
        with archive.opened(target):
            return
    except InputError as error:
        raise InputError(f"{target} is there and is no backup: name another file") from error


def _snapshots(folder: Path, scratch: Path, kept: Kept) -> dict[str, Path]:
    """Copies of the databases, each of one moment, and the plain files there are; by name."""
    found = {name: folder / name for name in kept.files if (folder / name).is_file()}
    for name in (FILE_NAME, *kept.databases):
        if (folder / name).exists():
            snapshot.take(folder / name, scratch / name)
            found[name] = scratch / name
    return found


def _holdings(library: Path, name: Path) -> _Holdings:
    """What the copy `library` of the database `name` holds."""
    with snapshot.opened(library) as connection:
        version = schema.check(connection, name)
        (documents,) = connection.execute(
            "SELECT count(*) FROM documents WHERE state = 'ready'"
        ).fetchone()
        (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
        originals = connection.execute(
            "SELECT DISTINCT original FROM documents WHERE original <> '' ORDER BY original"
        ).fetchall()
    return _Holdings(version, documents, passages, tuple(digest for (digest,) in originals))


def _written(
    target: Path,
    sources: Mapping[str, Path],
    holdings: _Holdings,
    missing: tuple[str, ...],
    show: Show,
) -> Manifest:
    """Write the archive and read it back: half of the work each, in bytes."""
    total = sum(path.stat().st_size for path in sources.values())
    progress = Progress(2 * total, show)
    with target.open("xb") as file:
        writer = archive.Writer(file, progress)
        for name, path in sources.items():
            writer.add(name, path)
        manifest = Manifest(
            footnote=__version__,
            schema=holdings.schema,
            made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            documents=holdings.documents,
            passages=holdings.passages,
            members=tuple(writer.members),
            missing=missing,
        )
        writer.finish(manifest)
        durable.flush(file)
    target.chmod(_OWNER_ONLY)
    with archive.opened(target) as made:
        made.verify(progress)
    return manifest
