"""The file behind exact search: one record after another of a passage's row and its vector.

It only grows at its end, or is replaced as a whole. A record once written never changes, so any
process may go on reading a mapping it made earlier. A kill while growing leaves a torn record at
the end, which readers do not see and the next writer cuts off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from rag import durable
from rag.index.vectors import STORED
from rag.ports import Vectors

Records = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some passages in the order of their rows: (n,) int64 and (n, dimensions) float32."""

    rowids: NDArray[np.int64]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class MatrixFile:
    """Where the records are and how wide."""

    path: Path
    dimensions: int

    @property
    def _record(self) -> np.dtype[Any]:
        return np.dtype([("rowid", "<i8"), ("vector", STORED, (self.dimensions,))])

    def mapped(self) -> Chunk:
        """The whole records, mapped and not read; none when there is no usable file.

        `vectors` is a view into the mapping whose rows lie a record apart, which BLAS takes as
        it is: nothing is copied to multiply it.
        """
        records = self._records()
        rowids = np.ascontiguousarray(records["rowid"], dtype=np.int64)
        if len(rowids) and (rowids[0] <= 0 or (np.diff(rowids) <= 0).any()):
            # Pages lost in a power cut read as zeros. What is missing comes from SQLite.
            records, rowids = records[:0], rowids[:0]
        return Chunk(rowids, records["vector"])

    @property
    def obstructed(self) -> bool:
        """Whether something that is no file lies where the file belongs."""
        return self.path.exists() and not self.path.is_file()

    def none(self) -> Chunk:
        """No records, as wide as these would be."""
        return Chunk(np.zeros(0, dtype=np.int64), np.zeros((0, self.dimensions), dtype=np.float32))

    def append(self, chunks: Iterable[Chunk]) -> None:
        """Add records at the end, after cutting off a torn one."""
        whole = self._whole_records() * self._record.itemsize
        with self.path.open("ab") as file:
            file.truncate(whole)
            self._write(file, chunks)
            durable.flush(file)

    def replace(self, chunks: Iterable[Chunk]) -> None:
        """Put a new file in the place of the old one in one step.

        A folder in its place is moved aside: what it holds is none of the library's.
        """
        durable.make_way(self.path)
        durable.replace_whole(self.path, lambda file: self._write(file, chunks))

    def _records(self) -> Records:
        count = self._whole_records()
        if not count:
            return np.zeros(0, dtype=self._record)
        return np.asarray(np.memmap(self.path, dtype=self._record, mode="r", shape=(count,)))

    def _whole_records(self) -> int:
        if not self.dimensions or not self.path.is_file():
            return 0
        return self.path.stat().st_size // self._record.itemsize

    def _write(self, file: BinaryIO, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            records = np.empty(len(chunk.rowids), dtype=self._record)
            records["rowid"], records["vector"] = chunk.rowids, chunk.vectors
            file.write(records.tobytes())
