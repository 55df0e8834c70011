"""From an input's bytes to documents with vectors: the work of an ingest that can be spread.

A workshop takes tasks and gives back what became of them. Nothing it does touches the library:
whoever runs it is the only one who writes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.errors import UnreadableFile
from rag.ingest.prepare import Prepared, prepare
from rag.ports import Embedder, TokenCounter, Vectors
from rag.records import IngestEvent
from rag.settings import PassageSettings
from rag.text.normalise import unbroken

BATCH = 256
"""Passages embedded together: enough to sort by length, few enough to show steady progress."""

BATCH_BYTES = 64_000_000
"""Bytes of files that wait together, however few words they hold."""


@dataclass(frozen=True, slots=True)
class Task:
    """One input to read: its bytes, its sidecar's, the folder it is from, and what reads it."""

    source: str
    data: bytes
    sidecar: bytes | None
    root: str
    reader_version: str


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A document ready to be stored; `vectors` is (n, dimensions) float32, a row a passage."""

    prepared: Prepared
    vectors: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """What became of a task: its documents, or why it could not be read."""

    task: Task
    documents: tuple[Embedded, ...] = ()
    failure: str | None = None


Worked = Generator[Finished | IngestEvent, None, None]


class Workshop(Protocol):
    """Works off tasks; what needs no work passes through at once, in any order."""

    def work(self, items: Iterable[Task | IngestEvent]) -> Worked:
        """Each task's outcome once it is there; closing the iterator stops the work.

        Tasks are taken from `items` only as fast as they are worked off.
        """


@dataclass(frozen=True, slots=True)
class Bench:
    """The workshop in this process: reads one input after the other and embeds them in batches."""

    embedder: Embedder
    sizes: PassageSettings
    count_tokens: TokenCounter

    def work(self, items: Iterable[Task | IngestEvent]) -> Worked:
        """Outcomes in the order of the tasks."""
        read: list[_Read] = []
        for item in items:
            if isinstance(item, IngestEvent):
                yield item
                continue
            one = self._read(item)
            if isinstance(one, Finished):
                yield one
                continue
            read.append(one)
            if _is_full(read):
                yield from self._finished(read)
                read.clear()
        yield from self._finished(read)

    def _read(self, task: Task) -> _Read | Finished:
        try:
            made = prepare(
                task.source, task.data, self.sizes, self.count_tokens, sidecar=task.sidecar
            )
        except UnreadableFile as error:
            return Finished(task, failure=error.reason)
        return _Read(task, tuple(made))

    def _finished(self, read: Sequence[_Read]) -> Generator[Finished, None, None]:
        """Embed the passages of all inputs together, and hand each input its rows."""
        texts = [text for one in read for text in one.texts]
        vectors = self.embedder.embed_passages(texts) if texts else self._nothing()
        start = 0
        for one in read:
            documents = []
            for prepared in one.made:
                end = start + len(prepared.passages)
                documents.append(Embedded(prepared, vectors[start:end]))
                start = end
            yield Finished(one.task, tuple(documents))

    def _nothing(self) -> Vectors:
        return np.empty((0, self.embedder.dimensions), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Read:
    """A task whose documents are cut into passages and wait to be embedded."""

    task: Task
    made: tuple[Prepared, ...]

    @property
    def texts(self) -> list[str]:
        return [unbroken(passage.text) for one in self.made for passage in one.passages]


def _is_full(read: Sequence[_Read]) -> bool:
    passages = sum(len(made.passages) for one in read for made in one.made)
    return passages >= BATCH or sum(len(one.task.data) for one in read) >= BATCH_BYTES
