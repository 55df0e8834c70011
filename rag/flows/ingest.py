"""Files into the library: read and cut, embed in batches, store each document whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rag.errors import UnreadableFile
from rag.index.library import Library
from rag.ingest import walk
from rag.ingest.originals import Originals
from rag.ingest.prepare import Prepared, prepare
from rag.ports import Embedder, TokenCounter, Vectors
from rag.records import IngestEvent, IngestOutcome
from rag.settings import Settings
from rag.text.normalise import unbroken

_BATCH = 256
"""Passages embedded together: enough to sort by length, few enough to show steady progress."""


READER_VERSION = "2"
"""Raise it when reading or cutting changes, so that known files are read again."""

FIRST_PART = "0001"
"""What the first of several documents in one file, a mailbox say, is called."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A prepared document with what tells later whether its file must be read again."""

    prepared: Prepared
    reader_version: str
    root: str | Path


@dataclass(slots=True)
class _Progress:
    """Counts inputs and passages to tell the rate and the time left."""

    total: int
    done: int = 0
    passages: int = 0
    began: float = field(default_factory=time.monotonic)

    def event(
        self,
        source: str,
        outcome: IngestOutcome,
        reason: str | None = None,
        document_id: str | None = None,
        passages: int = 0,
    ) -> IngestEvent:
        elapsed = max(time.monotonic() - self.began, 1e-6)
        left = elapsed / self.done * (self.total - self.done) if self.done else None
        return IngestEvent(
            source,
            outcome,
            reason,
            document_id,
            passages,
            self.done,
            max(self.total, self.done),
            self.passages / elapsed,
            left,
        )


@dataclass(slots=True)
class Ingest:
    """One ingest over a library open for writing; `run` yields an event for each input."""

    library: Library
    originals: Originals
    embedder: Embedder
    settings: Settings
    count_tokens: TokenCounter

    def run(self, paths: Sequence[str | Path], *, prune: bool = False) -> Iterator[IngestEvent]:
        """Ingest files, folders, archives and globs.

        Parameters: `prune` removes documents whose file is gone from the folders given.
        Raises InputError when a path does not exist, before anything is changed.
        """
        limits = self._limits()
        progress = _Progress(sum(1 for _ in walk.inputs(paths, limits)))
        with self.library.writing():
            self._drop_lapsed()
            yield from self._read_all(paths, limits, progress, prune=prune)
            self.library.drain()

    def _read_all(
        self, paths: Sequence[str | Path], limits: walk.Limits, progress: _Progress, *, prune: bool
    ) -> Iterator[IngestEvent]:
        batch: list[_Taken] = []
        seen: set[str] = set()
        for item in walk.inputs(paths, limits):
            seen.add(item.source)
            if isinstance(item, walk.Skipped):
                progress.done += 1
                yield progress.event(item.source, IngestOutcome.SKIPPED, item.reason)
                continue
            yield from self._take(item, batch, progress)
            if sum(len(taken.prepared.passages) for taken in batch) >= _BATCH:
                yield from self._flush(batch, progress)
        yield from self._flush(batch, progress)
        if prune:
            yield from self._prune(paths, seen, progress)

    def _drop_lapsed(self) -> None:
        """What was removed long enough ago goes for good, its original with it."""
        for original in self.library.corpus.purge_lapsed():
            self.originals.remove(original)

    def _limits(self) -> walk.Limits:
        given = self.settings.ingest
        return walk.Limits(
            file_bytes=given.max_file_bytes,
            archive_bytes=given.max_archive_bytes,
            archive_members=given.max_archive_members,
            depth=given.max_depth,
        )

    def _take(
        self, item: walk.Input, batch: list[_Taken], progress: _Progress
    ) -> Iterator[IngestEvent]:
        """Read one input into the batch, or report why not."""
        try:
            data = item.read()
            version = self._reader_version(item)
            corpus = self.library.corpus
            known = corpus.known(item.source) or corpus.known(f"{item.source}/{FIRST_PART}")
            if known and (known.original, known.reader_version) == (_sha256(data), version):
                progress.done += 1
                yield progress.event(item.source, IngestOutcome.UNCHANGED, None, known.document_id)
                return
            sizes = self.settings.passages
            made = prepare(item.source, data, sizes, self.count_tokens, sidecar=item.sidecar())
        except UnreadableFile as error:
            progress.done += 1
            yield progress.event(error.source, IngestOutcome.FAILED, error.reason)
            return
        self.originals.put(data)
        batch.extend(_Taken(prepared, version, item.root) for prepared in made)

    def _reader_version(self, item: walk.Input) -> str:
        """Changes with whatever besides the bytes decides how they are read."""
        parts = (READER_VERSION, repr(self.settings.passages), _sha256(item.sidecar() or b""))
        return _sha256(" ".join(parts).encode())[:12]

    def _flush(self, batch: list[_Taken], progress: _Progress) -> Iterator[IngestEvent]:
        """Embed the passages of all documents in the batch together, then store each document."""
        texts = [passage.text for taken in batch for passage in taken.prepared.passages]
        vectors = self._embed(texts)
        start = 0
        for taken in batch:
            document, passages = taken.prepared.document, taken.prepared.passages
            end = start + len(passages)
            outcome = self.library.corpus.write(
                document,
                passages,
                vectors[start:end],
                reader_version=taken.reader_version,
                root=taken.root,
            )
            start = end
            progress.done += 1
            progress.passages += len(passages)
            yield progress.event(document.source, outcome, None, document.id, len(passages))
        batch.clear()

    def _embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.embedder.dimensions), dtype=np.float32)
        return self.embedder.embed_passages([unbroken(text) for text in texts])

    def _prune(
        self, paths: Sequence[str | Path], seen: set[str], progress: _Progress
    ) -> Iterator[IngestEvent]:
        for source in self.library.corpus.sources_under(paths):
            if not _came_from(source, seen):
                self.library.corpus.remove(source)
                yield progress.event(source, IngestOutcome.REMOVED, "its file is gone")


def _came_from(source: str, seen: set[str]) -> bool:
    """Whether a document's file was met: its source, or the mailbox it is a part of."""
    parts = source.split("/")
    return any("/".join(parts[:length]) in seen for length in range(1, len(parts) + 1))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
