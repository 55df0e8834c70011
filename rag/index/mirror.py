"""The vector store as a mirror of SQLite: owned, fed from the outbox, and never the only copy.

One process owns the mirror for as long as it lives; a store on a shared server may be searched by
others meanwhile. Nothing is lost with a mirror: it can be made again from SQLite at any time.
"""

from __future__ import annotations

import threading

from rag.index import collection, outbox, probe
from rag.index.database import Database
from rag.index.lock import OwnerLock
from rag.index.store import StoreOpener
from rag.ports import VectorStore


class Mirror:
    """An open vector store that follows the library. `Mirror.open` makes one."""

    def __init__(
        self,
        database: Database,
        opener: StoreOpener,
        store: VectorStore,
        owner: OwnerLock | None,
    ) -> None:
        self.store = store
        self._database = database
        self._opener = opener
        self._owner = owner
        self._changing = threading.Lock()

    @classmethod
    def open(cls, database: Database, opener: StoreOpener) -> Mirror | None:
        """The mirror, in step with the library; None while another process has it to itself.

        A mirror that fails its probe, or holds other vectors than the present ones, is built anew
        first. Raises LibraryError when a server cannot be reached.
        """
        collection.folder_of(database.folder).mkdir(exist_ok=True)
        owner = OwnerLock(collection.lock_of(database.folder))
        if not owner.take():
            return cls._follow(database, opener)
        try:
            at, store = collection.in_step(database, opener) or collection.build(database, opener)
            opener.sweep(collection.place_of(database, at))
        except BaseException:
            owner.release()
            raise
        mirror = cls(database, opener, store, owner)
        mirror.drain()
        return mirror

    @classmethod
    def _follow(cls, database: Database, opener: StoreOpener) -> Mirror | None:
        """Only for searching, where a server lets several processes do so."""
        at = collection.current(database, opener)
        if at is None or not opener.shared:
            return None
        return cls(database, opener, opener.open(collection.place_of(database, at)), None)

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
            at, self.store = collection.build(self._database, self._opener)
            old.close()
            self._opener.sweep(collection.place_of(self._database, at))
        self.drain()

    def close(self) -> None:
        """Close the store; what was not drained stays in the outbox."""
        with self._changing:
            self.store.close()
            if self._owner is not None:
                collection.unclean(self._database).unlink(missing_ok=True)
                self._owner.release()


def examined(database: Database, opener: StoreOpener) -> list[str] | None:
    """What is wrong with the mirror, found without changing it; None while it is in use."""
    at = collection.current(database, opener)
    if at is None:
        return []
    owner = OwnerLock(collection.lock_of(database.folder))
    if not owner.take():
        return None
    try:
        return probe.faults_apart(
            probe.Task(database.folder, opener, collection.place_of(database, at))
        )
    finally:
        owner.release()
