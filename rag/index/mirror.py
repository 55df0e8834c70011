"""The vector store as a mirror of SQLite: fed from the outbox, tried out, built anew when broken.

One process owns the mirror for as long as it lives; a store on a shared server may be searched by
others meanwhile. Nothing is lost with a mirror: it can be made again from SQLite at any time.

    chroma/current      which collection is the mirror (see `pointer`)
    chroma/unclean      there while a process has the mirror open; left behind by a kill
    chroma/N/           a local store's files, N counting the builds
"""

from __future__ import annotations

import logging
import re
import threading
from pathlib import Path

from rag.errors import LibraryDamaged
from rag.index import outbox, pointer, probe
from rag.index.database import Database
from rag.index.lock import OwnerLock
from rag.index.meta import Meta
from rag.index.pointer import Pointer
from rag.index.rowids import fetched, listed
from rag.index.store import Place, StoreOpener
from rag.index.vectors import unpacked
from rag.ports import VectorStore

_BATCH = 4_000
_LOG = logging.getLogger(__name__)


class Mirror:
    """An open vector store that follows the library. `Mirror.open` makes one."""

    def __init__(
        self,
        database: Database,
        opener: StoreOpener,
        at: Pointer,
        store: VectorStore,
        owner: OwnerLock | None,
    ) -> None:
        self.store = store
        self._database = database
        self._opener = opener
        self._at = at
        self._owner = owner
        self._changing = threading.Lock()

    @classmethod
    def open(cls, database: Database, opener: StoreOpener) -> Mirror | None:
        """The mirror, in step with the library; None while another process has it to itself.

        A mirror that fails its probe, or holds other vectors than the present ones, is built anew
        first. Raises LibraryError when a server cannot be reached.
        """
        _folder(database).mkdir(exist_ok=True)
        owner = OwnerLock(_folder(database) / "lock")
        if not owner.take():
            return cls._follow(database, opener)
        try:
            at, store = _in_step(database, opener) or _build(database, opener)
            opener.sweep(_place(database, at))
        except BaseException:
            owner.release()
            raise
        mirror = cls(database, opener, at, store, owner)
        mirror.drain()
        return mirror

    @classmethod
    def _follow(cls, database: Database, opener: StoreOpener) -> Mirror | None:
        """Only for searching, where a server lets several processes do so."""
        at = _current(database, opener)
        if at is None or not opener.shared:
            return None
        return cls(database, opener, at, opener.open(_place(database, at)), None)

    @property
    def owned(self) -> bool:
        """Whether this process feeds the mirror, and does not only search it."""
        return self._owner is not None

    def drain(self) -> int:
        """Tell the store what waits in the outbox; returns how many passages that were."""
        if not self.owned:
            return 0
        with self._changing:
            return outbox.drain(self._database, self.store)

    def rebuild(self) -> None:
        """Fill a new collection from SQLite and discard the old one, with space long deleted."""
        if not self.owned:
            return
        with self._changing:
            old = self.store
            self._at, self.store = _build(self._database, self._opener)
            old.close()
            self._opener.sweep(_place(self._database, self._at))
        self.drain()

    def close(self) -> None:
        """Close the store; what was not drained stays in the outbox."""
        with self._changing:
            self.store.close()
            if self._owner is not None:
                _unclean(self._database).unlink(missing_ok=True)
                self._owner.release()


def examined(database: Database, opener: StoreOpener) -> list[str] | None:
    """What is wrong with the mirror, found without changing it; None while it is in use."""
    at = _current(database, opener)
    if at is None:
        return []
    owner = OwnerLock(_folder(database) / "lock")
    if not owner.take():
        return None
    try:
        return probe.faults_apart(probe.Task(database.folder, opener, _place(database, at)))
    finally:
        owner.release()


def _in_step(database: Database, opener: StoreOpener) -> tuple[Pointer, VectorStore] | None:
    """The existing mirror, opened, fed and found whole; None when it must be built anew.

    After a kill a local store is tried out in another process first: it may take its own down.
    """
    at = _current(database, opener)
    if at is None:
        return None
    place = _place(database, at)
    if _unclean(database).exists() and not opener.shared:
        task = probe.Task(database.folder, opener, place)
        if _told(probe.faults_apart(task)):
            return None
    _unclean(database).touch()
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


def _build(database: Database, opener: StoreOpener) -> tuple[Pointer, VectorStore]:
    """Fill a new collection from SQLite and point to it; until then the old one counts."""
    old = pointer.read(_pointer(database))
    with database.reading() as connection:
        vectors = Meta(connection).embedding.generation
    at = Pointer(opener.address, vectors, old.build + 1 if old else 1)
    _unclean(database).touch()
    opener.discard(_place(database, at))  # what a kill may have left of an earlier attempt
    store = opener.open(_place(database, at))
    told = _fill(database, store)
    pointer.write(_pointer(database), at)
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


def _current(database: Database, opener: StoreOpener) -> Pointer | None:
    """The collection that mirrors the present vectors in this store, if there is one."""
    at = pointer.read(_pointer(database))
    if at is None or at.address != opener.address:
        return None
    with database.reading() as connection:
        return at if at.vectors == Meta(connection).embedding.generation else None


def _place(database: Database, at: Pointer) -> Place:
    with database.reading() as connection:
        meta = Meta(connection)
        model = re.sub(r"[^A-Za-z0-9]+", "-", meta.embedding.name or "none").strip("-")
        name = f"{model[:80]}-v{at.vectors}-b{at.build}"
        return Place(_folder(database) / str(at.build), meta.library, name)


def _folder(database: Database) -> Path:
    return database.folder / "chroma"


def _pointer(database: Database) -> Path:
    return _folder(database) / "current"


def _unclean(database: Database) -> Path:
    return _folder(database) / "unclean"
