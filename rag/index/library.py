"""A library, opened: the one thing the engine is given of the index."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from rag.errors import LibraryError
from rag.index import derived, reembed, rows
from rag.index.corpus import Corpus
from rag.index.database import Database
from rag.index.dense import Dense
from rag.index.exact import Matrix
from rag.index.lexical import Lexical
from rag.index.lock import WriteLock
from rag.index.meta import Embedding, Meta
from rag.index.mirror import Mirror
from rag.index.reembed import Embed, Reembedded
from rag.index.store import StoreOpener
from rag.index.terms import Words
from rag.settings import SearchSettings
from rag.text import words as default_words

EXACT_LIMIT = SearchSettings().exact_limit

_LOG = logging.getLogger(__name__)


class Library:
    """Documents, their indexes and their vector store, kept in step.

    `corpus` reads and changes documents; `lexical` and `dense` search passages. Take `writing()`
    around every change, and call `drain()` once after a run of changes.
    """

    def __init__(self, database: Database, words: Words, exact_limit: int) -> None:
        self.database = database
        self.corpus = Corpus(database, words)
        self.lexical = Lexical(database, self.corpus, words)
        self.matrix = Matrix(database)
        self.dense = Dense(database, self.corpus, self.matrix, exact_limit)
        self.mirror: Mirror | None = None
        self._words = words
        self._fingerprint = (-1, "")

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder_name: str,
        dimensions: int,
        *,
        readonly: bool = False,
        store: StoreOpener | None = None,
        exact_limit: int = EXACT_LIMIT,
        words: Words = default_words,
        any_embedder: bool = False,
    ) -> Library:
        """Open the library in `folder`, or begin one there.

        `store` mirrors the vectors for searches over more than `exact_limit` passages; without it
        every search is exact. A read-only library never opens it. `any_embedder` lets a library
        be opened to compute its vectors again.
        Raises LibraryError for vectors of another embedder, LibraryTooNew, LibraryDamaged.
        """
        database = Database.open(folder, readonly=readonly)
        try:
            library = cls(database, words, exact_limit)
            if not any_embedder:
                _agree(database, embedder_name, dimensions)
            if not readonly:
                library._renew_derived()
                if store is not None:
                    library.attach(store)
        except BaseException:
            database.close()
            raise
        return library

    def writing(self, timeout_s: float = 10.0) -> WriteLock:
        """The lock to hold around changes; raises LibraryLocked when another writer keeps it."""
        return WriteLock(self.database.folder, timeout_s)

    def attach(self, store: StoreOpener) -> None:
        """Search large selections through a vector store, unless another process owns it.

        May take seconds, or minutes when it has to be built; other threads may search meanwhile.
        """
        self.mirror = Mirror.open(self.database, store)
        self.dense.store = self.mirror.store if self.mirror else None

    def drain(self) -> None:
        """Bring everything derived up to date: the vector store and the matrix file.

        A store that fails or does not answer takes nothing back that was stored: what it has yet
        to be told stays in the outbox, where searches look as well.
        """
        if self.mirror is not None:
            try:
                self.mirror.drain()
            except LibraryError as failure:
                _LOG.warning("the vector store is told later what is new: %s", failure)
        if not self.database.readonly:
            self.matrix.catch_up()

    def reindex(self) -> None:
        """Make everything derived anew from documents and vectors."""
        derived.remake_terms(self.database, self._words)
        derived.remake_kin(self.database)
        with self.database.writing() as connection:
            derived.remake_sums(connection)
        self.matrix.remake()
        self._rebuild_mirror()

    def reembed(self, name: str, dimensions: int, embed: Embed) -> Iterator[Reembedded]:
        """Compute every vector again with another model (see `reembed.reembed`)."""
        yield from reembed.reembed(self.database, name, dimensions, embed)
        self.matrix.catch_up()
        self._rebuild_mirror()

    def fingerprint(self) -> str:
        """Hash of what the library would find: same documents, same reading, same hash.

        It does not depend on the order or the number of the changes that led there.
        """
        with self.database.reading() as connection:
            changes = Meta(connection).changes
            if self._fingerprint[0] != changes:
                self._fingerprint = (changes, _fingerprint(connection))
            return self._fingerprint[1]

    def close(self) -> None:
        """Leave everything as the next one likes to find it."""
        try:
            if self.mirror is not None:
                self.mirror.close()
            if not self.database.readonly:
                self.matrix.catch_up()
        finally:
            self.database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _rebuild_mirror(self) -> None:
        if self.mirror is not None:
            self.dense.store = None
            self.mirror.rebuild()
            self.dense.store = self.mirror.store

    def _renew_derived(self) -> None:
        """Make anew what was cut or found in another way than today's."""
        with self.database.reading() as connection:
            words, kin = Meta(connection).words, Meta(connection).kin
        if words != str(self._words.VERSION):
            with self.writing():
                derived.remake_terms(self.database, self._words)
        if kin != derived.KIN_VERSION:
            with self.writing():
                derived.remake_kin(self.database)


def _agree(database: Database, name: str, dimensions: int) -> None:
    """Make sure that questions and passages meet in the same space; an empty library adopts it."""
    with database.reading() as connection:
        known = Meta(connection).embedding
        empty = connection.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is None
    if (known.name, known.dimensions) == (name, dimensions):
        return
    if not empty:
        raise LibraryError(
            f"the vectors in {database.folder} were made by {known.name} ({known.dimensions} "
            f"dimensions), not by {name} ({dimensions}): run `footnote reindex --embed` to compute "
            "them again, or set FOOTNOTE_EMBEDDER back"
        )
    if not database.readonly:
        with database.writing() as connection:
            generation = known.generation + (known.name is not None)
            Meta(connection).set_embedding(Embedding(name, dimensions, generation))


def _fingerprint(connection: sqlite3.Connection) -> str:
    meta = Meta(connection)
    parts = [
        meta.embedding.name,
        meta.words,
        connection.execute(
            "SELECT id, reading FROM documents WHERE state = 'ready' ORDER BY id"
        ).fetchall(),
        connection.execute("SELECT * FROM provenance_edits ORDER BY source").fetchall(),
        connection.execute("SELECT * FROM role_edits ORDER BY source, start_char").fetchall(),
    ]
    return hashlib.sha256(rows.dumped(parts).encode()).hexdigest()[:12]
