"""The documents of a library: read, stored, corrected and removed, in words of the records.

A document is told by its key: the id, which names one version for ever, or the source, which
means its latest version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from rag.index import (
    copies,
    counting,
    edits,
    entries,
    keys,
    live,
    passages,
    removal,
    terms,
    writing,
)
from rag.index import selection as selecting
from rag.index.copies import Copy
from rag.index.database import Database
from rag.index.intake import Intake, resolved
from rag.index.meta import Meta
from rag.index.selection import EVERYTHING, Selection
from rag.ports import Vectors
from rag.records import (
    Document,
    DocumentEntry,
    Filters,
    IngestOutcome,
    Passage,
    Role,
    Searched,
    Span,
)

_NO_PROVENANCE: Mapping[str, object] = MappingProxyType({})
_NO_ROLES: Mapping[Span, Role] = MappingProxyType({})


def utc_now() -> datetime:
    """The clock of a library."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """What a source was last read from: enough to see that its file need not be read again.

    `root` is the folder the source is relative to, as an absolute path; empty where none was told.
    """

    document_id: str
    original: str
    reader_version: str
    root: str = ""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What filters came to when the library had seen so many changes."""

    changes: int
    filters: Filters
    selection: Selection
    searched: Searched | None = None


class Corpus:
    """Everything the library knows about documents and passages; implements `ports.Corpus`."""

    def __init__(
        self, database: Database, words: terms.Words, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._words = words
        self._now = now
        self._selected: _Remembered | None = None
        self._counted: _Remembered | None = None

    def documents(self, include_removed: bool = False) -> list[DocumentEntry]:
        """All documents by source; `include_removed` adds removed ones and old versions."""
        with self._database.reading() as connection:
            return entries.entries(connection, current=not include_removed)

    def entry(self, key: str) -> DocumentEntry:
        """One document without its text; raises NotInLibrary, which names the nearest sources."""
        with self._database.reading() as connection:
            return entries.entry(connection, keys.document_row(connection, key))

    def described(self, ids: Iterable[str]) -> Mapping[str, DocumentEntry]:
        """The entries of documents by id; one that is no longer known is left out."""
        with self._database.reading() as connection:
            return {each.id: each for each in entries.with_ids(connection, ids)}

    def document(self, key: str) -> Document:
        """One document with its text; raises NotInLibrary, which names the nearest sources."""
        with self._database.reading() as connection:
            return entries.document(connection, keys.document_row(connection, key))

    def text(self, key: str, span: Span) -> str:
        """The words of a stretch of a document's canonical text."""
        with self._database.reading() as connection:
            return span.of(entries.text(connection, keys.document_row(connection, key)))

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of `ids`; ids no longer in the library are left out."""
        with self._database.reading() as connection:
            return passages.in_order(connection, keys.passage_rowids(connection, ids))

    def passages_of(self, key: str) -> list[Passage]:
        """All passages of a document in its order; none for an old version."""
        with self._database.reading() as connection:
            return passages.of_document(connection, keys.document_row(connection, key))

    def neighbours(self, passage: Passage, radius: int) -> list[Passage]:
        """The passage with up to `radius` passages before and after it, in document order."""
        with self._database.reading() as connection:
            found = keys.passage_rowids(connection, [passage.id]).tolist()
            return passages.around(connection, found[0], radius) if found else []

    def twin(self, passage: Passage) -> Passage | None:
        """The passage that says the same in another language of its document, if one is known."""
        with self._database.reading() as connection:
            found = keys.passage_rowids(connection, [passage.id]).tolist()
            return passages.twin(connection, found[0]) if found else None

    def copies(self, key: str) -> list[Copy]:
        """The documents that copy this one or that it copies, the fullest copies first."""
        with self._database.reading() as connection:
            return copies.of_document(connection, keys.document_row(connection, key))

    def copied(self, ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """The pairs among the given documents, by id, that are copies of one another."""
        with self._database.reading() as connection:
            return copies.among(connection, ids)

    def versions(self, key: str) -> list[DocumentEntry]:
        """The other versions of a document's source that are kept, oldest first."""
        with self._database.reading() as connection:
            return entries.versions(connection, keys.document_row(connection, key))

    def select(self, filters: Filters) -> Selection:
        """The passages that filters allow; remembered until filters or library change.

        Raises NotInLibrary for an unknown document, UsageError for a date that is none.
        """
        if filters.empty:
            return EVERYTHING
        with self._database.reading() as connection:
            changes = Meta(connection).changes
            known = self._selected
            if known is None or (known.changes, known.filters) != (changes, filters):
                chosen = [keys.document_row(connection, k, keys.CURRENT) for k in filters.documents]
                found = selecting.select(connection, filters, chosen)
                self._selected = known = _Remembered(changes, filters, found)
            return known.selection

    def searched(self, filters: Filters = Filters()) -> Searched:
        """How much a question with these filters is looked for in; raises as `select` does."""
        selection = self.select(filters)
        with self._database.reading() as connection:
            changes = Meta(connection).changes
            known = self._counted
            if known is None or (known.changes, known.filters) != (changes, filters):
                counted = counting.searched(connection, selection)
                self._counted = known = _Remembered(changes, filters, selection, counted)
            return known.searched or Searched(0, 0, ())

    def statistics(self) -> Searched:
        """How much the whole library holds to search, languages by frequency."""
        return self.searched()

    def known(self, source: str) -> Known | None:
        """What the current version of the source was read from, None when there is none."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT id, original, reader_version, root FROM documents "
                "WHERE source = ? AND state = 'ready'",
                (source,),
            ).fetchone()
            return Known(*found) if found else None

    def sources_under(self, roots: Iterable[str | Path]) -> list[str]:
        """Sources whose current version was ingested from one of the folders, in order."""
        wanted = [resolved(root) for root in roots]
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT source, root FROM documents WHERE state = 'ready' ORDER BY source"
            )
            return [source for source, root in found if root and root in wanted]

    def write(
        self,
        document: Document,
        passages: Sequence[Passage],
        vectors: Vectors,
        *,
        reader_version: str = "",
        root: str | Path = "",
    ) -> IngestOutcome:
        """Store a document with its passages and their vectors, (n, dimensions) float32.

        When this returns, the document is on the disk and can be found. The same document read
        the same way is UNCHANGED; another version of its source is replaced and keeps its text.
        `root` is the folder it was ingested from, `reader_version` names the code that read it.
        """
        intake = Intake(document, tuple(passages), vectors, reader_version, resolved(root))
        with self._database.writing() as connection:
            return writing.store(connection, intake, self._words, removal.stamp(self._now()))

    def edit(
        self,
        key: str,
        provenance: Mapping[str, object] = _NO_PROVENANCE,
        roles: Mapping[Span, Role] = _NO_ROLES,
    ) -> DocumentEntry:
        """Correct fields of the provenance, and the roles of stretches of the text.

        Corrections are kept apart from what was read and hold for later versions too.
        Raises UsageError for unknown fields, bad dates and stretches outside the text.
        """
        with self._database.writing() as connection:
            row = keys.document_row(connection, key, keys.CURRENT)
            live.leave(connection, row)
            edits.record(connection, row, provenance, roles)
            edits.apply(connection, row, self._words)
            live.enter(connection, row)
            return entries.entry(connection, row)

    def unedit(self, key: str) -> DocumentEntry:
        """Drop every correction of a document: it is again as it was read."""
        with self._database.writing() as connection:
            row = keys.document_row(connection, key, keys.CURRENT)
            live.leave(connection, row)
            edits.forget(connection, entries.entry(connection, row).source)
            edits.apply(connection, row, self._words)
            live.enter(connection, row)
            return entries.entry(connection, row)

    def remove(self, key: str, now: bool = False) -> tuple[str, ...]:
        """Take a document out of every search; for seven days it can be restored.

        `now` deletes it for good instead, with its old versions. Returns the SHA-256 of original
        files that no document refers to any more: none unless `now`. Raises NotInLibrary.
        """
        with self._database.writing() as connection:
            row = keys.document_row(connection, key, keys.LATEST if now else keys.CURRENT)
            if not now:
                removal.take_out(connection, row, self._now())
                return ()
            source = entries.entry(connection, row).source
            originals = removal.erase(connection, [source])
        self._database.checkpoint()
        return originals

    def restore(self, key: str) -> DocumentEntry:
        """Undo a removal; raises NotInLibrary when there is none to undo."""
        with self._database.writing() as connection:
            row = keys.document_row(connection, key, keys.REMOVED)
            removal.put_back(connection, row)
            return entries.entry(connection, row)

    def purge_lapsed(self) -> tuple[str, ...]:
        """Delete for good what was removed seven days ago or earlier.

        Returns the SHA-256 of original files that no document refers to any more.
        """
        with self._database.writing() as connection:
            lapsed = removal.lapsed(connection, self._now())
            originals = removal.erase(connection, lapsed)
        if lapsed:
            self._database.checkpoint()
        return originals
