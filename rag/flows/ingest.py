"""Files into the library: find them, have them read and embedded, store each document whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import UnreadableFile
from rag.flows import namesakes
from rag.flows.preparing import Finished, Task, Workshop
from rag.index.library import Library
from rag.ingest import walk
from rag.ingest.originals import Originals
from rag.records import IngestEvent, IngestOutcome
from rag.settings import Settings

READER_VERSION = "4"
"""Raise it when reading or cutting changes, so that known files are read again."""


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
    workshop: Workshop
    settings: Settings

    def run(
        self, paths: Sequence[str | Path], *, prune: bool = False, apart: bool = False
    ) -> Iterator[IngestEvent]:
        """Ingest files, folders, archives and globs.

        Parameters: `prune` removes documents whose file is gone from the folders given; `apart`
        keeps a file from replacing one of the same source in another folder (`namesakes`).
        Raises InputError when a path does not exist, before anything is changed.
        """
        limits = self._limits()
        progress = _Progress(sum(1 for _ in walk.inputs(paths, limits)))
        found = walk.inputs(paths, limits)
        seen: set[str] = set()
        with self.library.writing():
            try:
                self._drop_lapsed()
                yield from self._work(self._tasks(found, progress, seen, apart), progress)
                if prune:
                    yield from self._prune(paths, seen, progress)
            finally:  # what was stored is found, also where whoever asked for the rest stops
                self.library.drain()

    def _work(
        self, tasks: Iterator[Task | IngestEvent], progress: _Progress
    ) -> Iterator[IngestEvent]:
        """Have the tasks worked off, and store what comes of them."""
        with closing(self.workshop.work(tasks)) as worked:
            for one in worked:
                if isinstance(one, IngestEvent):
                    yield one
                else:
                    yield from self._store(one, progress)

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

    def _tasks(
        self,
        found: Iterator[walk.Input | walk.Skipped],
        progress: _Progress,
        seen: set[str],
        apart: bool,
    ) -> Iterator[Task | IngestEvent]:
        """What has to be read, and an event for what has not; `seen` gathers every source met."""
        for item in found:
            seen.add(item.source)
            if isinstance(item, walk.Skipped):
                progress.done += 1
                yield progress.event(item.source, IngestOutcome.SKIPPED, item.reason)
            else:
                yield self._task(item, progress, seen, apart)

    def _task(
        self, item: walk.Input, progress: _Progress, seen: set[str], apart: bool
    ) -> Task | IngestEvent:
        try:
            data, sidecar = item.read(), item.sidecar()
        except UnreadableFile as error:
            progress.done += 1
            return progress.event(error.source, IngestOutcome.FAILED, error.reason)
        version = self._reader_version(sidecar)
        corpus, original, source = self.library.corpus, _sha256(data), item.source
        known = namesakes.known(corpus, source)
        if apart and known and known.original != original:
            source = namesakes.source_of(corpus, item)
            known = namesakes.known(corpus, source)
            seen.add(source)
        if known and (known.original, known.reader_version) == (original, version):
            progress.done += 1
            return progress.event(source, IngestOutcome.UNCHANGED, None, known.document_id)
        return Task(source, data, sidecar, str(item.root), version)

    def _reader_version(self, sidecar: bytes | None) -> str:
        """Changes with whatever besides the bytes decides how they are read."""
        parts = (READER_VERSION, repr(self.settings.passages), _sha256(sidecar or b""))
        return _sha256(" ".join(parts).encode())[:12]

    def _store(self, finished: Finished, progress: _Progress) -> Iterator[IngestEvent]:
        """Keep the original, then each of its documents whole; or tell why there is none."""
        task = finished.task
        if finished.failure is not None:
            progress.done += 1
            yield progress.event(task.source, IngestOutcome.FAILED, finished.failure)
            return
        self.originals.put(task.data)
        for one in finished.documents:
            document, passages = one.prepared.document, one.prepared.passages
            outcome = self.library.corpus.write(
                document,
                passages,
                one.vectors,
                reader_version=task.reader_version,
                root=task.root,
            )
            progress.done += 1
            progress.passages += len(passages)
            yield progress.event(document.source, outcome, None, document.id, len(passages))

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
