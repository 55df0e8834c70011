"""The collection behind the mirror: which one it is, whether it is sound, and a new one if not.

chroma/current      says which collection is the mirror (see `pointer`)
chroma/unclean      is there while a process has the mirror open; left behind by a kill
chroma/N/           holds a local store's files, N counting the builds
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from rag.errors import LibraryDamaged
from rag.index import outbox, pointer, probe
from rag.index.database import Database
from rag.index.meta import Meta
from rag.index.pointer import Pointer
from rag.index.rowids import fetched, listed
from rag.index.store import Place, StoreOpener
from rag.index.vectors import unpacked
from rag.ports import VectorStore

_BATCH = 4_000
_LOG = logging.getLogger(__name__)


def in_step(database: Database, opener: StoreOpener) -> tuple[Pointer, VectorStore] | None:
    """The existing mirror, opened, fed and found whole; None when it must be built anew.

    After a kill a local store is tried out in another process first: it may take its own down.
    """
    at = current(database, opener)
    if at is None:
        return None
    place = place_of(database, at)
    if unclean(database).exists() and not opener.shared:
        task = probe.Task(database.folder, opener, place)
        if _told(probe.faults_apart(task)):
            return None
    unclean(database).touch()
    try:
        store = opener.open(place)
    except LibraryDamaged as damage:
        _told([str(damage)])
        return None
    if _told(_faults_once_fed(database, store)):
        store.close()
        return None
    return at, store


def _faults_once_fed(database: Database, store: VectorStore) -> list[str]:
    try:
        outbox.drain(database, store)
        return probe.faults(database, store)
    except LibraryDamaged as damage:
        return [str(damage)]


def _told(faults: list[str]) -> bool:
    for fault in faults:
        _LOG.warning("the vector store is built anew: it %s", fault)
    return bool(faults)


def build(database: Database, opener: StoreOpener) -> tuple[Pointer, VectorStore]:
    """Fill a new collection from SQLite and point to it; until then the old one counts."""
    old = pointer.read(pointer_of(database.folder))
    with database.reading() as connection:
        vectors = Meta(connection).embedding.generation
    at = Pointer(opener.address, vectors, old.build + 1 if old else 1)
    unclean(database).touch()
    opener.discard(place_of(database, at))  # what a kill may have left of an earlier attempt
    store = opener.open(place_of(database, at))
    told = _fill(database, store)
    pointer.write(pointer_of(database.folder), at)
    with database.writing() as connection:
        outbox.forget(connection, told)
        Meta(connection).set_mirrored()
    return at, store


def _fill(database: Database, store: VectorStore) -> int:
    """Upsert every searchable vector; returns up to which outbox row that makes up for."""
    with database.reading() as connection:
        told = outbox.last(connection)
        rowids = fetched(connection, "SELECT rowid FROM searchable")
    for start in range(0, len(rowids), _BATCH):
        with database.reading() as connection:
            found = connection.execute(
                "SELECT document_id || ':' || start_char || '-' || end_char, vector "
                "FROM json_each(?) AS wanted JOIN searchable ON searchable.rowid = wanted.value "
                "JOIN vectors ON vectors.rowid = wanted.value",
                (listed(rowids[start : start + _BATCH]),),
            ).fetchall()
        if found:
            store.upsert([id_ for id_, _ in found], unpacked([vector for _, vector in found]))
    return told


def current(database: Database, opener: StoreOpener) -> Pointer | None:
    """The collection that mirrors the present vectors in this store, if there is one."""
    at = pointer.read(pointer_of(database.folder))
    if at is None or at.address != opener.address:
        return None
    with database.reading() as connection:
        return at if at.vectors == Meta(connection).embedding.generation else None


def place_of(database: Database, at: Pointer) -> Place:
    """Where the collection lies that is pointed to."""
    with database.reading() as connection:
        meta = Meta(connection)
        model = re.sub(r"[^A-Za-z0-9]+", "-", meta.embedding.name or "none").strip("-")
        name = f"{model[:80]}-v{at.vectors}-b{at.build}"
        return Place(folder_of(database.folder) / str(at.build), meta.library, name)


def folder_of(library: Path) -> Path:
    """Where everything about the mirror of the library in a folder lies."""
    return library / "chroma"


def lock_of(library: Path) -> Path:
    """What the process locks that feeds the mirror."""
    return folder_of(library) / "lock"


def pointer_of(library: Path) -> Path:
    """The file that says which collection mirrors the library."""
    return folder_of(library) / "current"


def unclean(database: Database) -> Path:
    """The file that is there while a process has the mirror open, and after it was killed."""
    return folder_of(database.folder) / "unclean"
