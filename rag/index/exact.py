"""Exact nearest neighbours: every vector of the library in one memory-mapped matrix.

SQLite is the truth; the matrix file is a copy of its vectors that NumPy can multiply without
reading them first. Which rows may be found is asked of SQLite whenever the library has changed,
so a file that lags behind costs time and never a wrong answer.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.index import keys, means, ranking
from rag.index.database import Database
from rag.index.lock import OwnerLock
from rag.index.matrix_file import Chunk, MatrixFile
from rag.index.meta import Meta
from rag.index.rowids import Rowids, fetched
from rag.index.vectors import unpacked
from rag.ports import Ranking, Vectors

_CHUNK_ROWS = 4_096
_GATHER_BELOW = 1 / 3  # of all rows; above it, scoring every row beats copying the wanted ones
_DEAD_ROWS_KEPT = 1_000
_FARTHEST = 2.001  # between the cosine of two unit vectors and a mean of such cosines

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """What the library looked like at one moment.

    Rows rise through the mapped file and then the tail, which the file lacks; `places` are those
    of the searchable ones among all of them. `usual` holds a mean vector for each language,
    (languages, dimensions), and `spoken` says which of them is each row's.
    """

    changes: int
    mapped: Chunk
    tail: Chunk
    rowids: Rowids
    places: NDArray[np.intp]
    languages: tuple[str, ...]
    usual: Vectors
    spoken: NDArray[np.intp]

    def scored(
        self, query: Vectors, rowids: Rowids | None
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Places of the wanted rows, None for all, and cosines above their language's usual one."""
        places = self.places if rowids is None else _places(self.rowids, rowids)
        if not len(places):
            return places, np.zeros(0, dtype=np.float32)
        with np.errstate(invalid="ignore", over="ignore"):  # a damaged file holds any numbers
            cosines = self._cosines(query, places)
            return places, cosines - (self.usual @ query)[self.spoken[places]]

    def _cosines(self, query: Vectors, places: NDArray[np.intp]) -> NDArray[np.float32]:
        mapped, tail = self.mapped.vectors, self.tail.vectors
        if len(places) > len(self.rowids) * _GATHER_BELOW:
            return np.concatenate([mapped @ query, tail @ query])[places]
        inside, beyond = np.split(places, [np.searchsorted(places, len(mapped))])
        return np.concatenate([mapped[inside] @ query, tail[beyond - len(mapped)] @ query])


class Matrix:
    """Exact search over the vectors of a library; safe to share between threads.

    A library opened for writing also keeps the file up to date (`catch_up`); readers in other
    processes map it and take what it lacks from SQLite.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looking = threading.Lock()
        self._last: _View | None = None
        self._damaged = False

    def search(self, query: Vectors, depth: int, rowids: Rowids | None = None) -> Ranking:
        """The `depth` nearest passages to one query, (dimensions,) float32.

        Scores are products minus the query's mean product with the passages of the same language;
        of a unit query they are cosines.

        `rowids` (rising) limits the search to these passages; None means all searchable ones.
        """
        query = np.asarray(query, dtype=np.float32)
        view = self._view()
        places, scores = view.scored(query, rowids)
        if not self._damaged and not _possible(scores, query):
            view = self._view_of_truth()
            places, scores = view.scored(query, rowids)
        best = ranking.best(scores, depth)
        return self._named(view.rowids[places[best]], scores[best])

    def searchable(self) -> Rowids:
        """Rows of every passage that an unfiltered question may use, rising."""
        view = self._view()
        return view.rowids[view.places]

    def usual(self, query: Vectors) -> Mapping[str, float]:
        """A query's mean cosine to the passages of each language, which scores are above."""
        view = self._view()
        if not len(view.rowids):
            return {}
        return dict(zip(view.languages, (view.usual @ query).tolist(), strict=True))

    def catch_up(self) -> None:
        """Bring the file up to date; left alone while another process or thread is at it.

        A disk without room for it costs searches time and the library nothing, so it is only told.
        """
        owner = OwnerLock(self._database.folder / "vectors.lock")
        if not owner.take():
            return
        try:
            with self._database.reading() as connection:
                asked = Meta(connection).new_matrix
                self._grow(connection, anew=bool(asked) or self._damaged)
            self._damaged = False
            if asked:
                with self._database.writing() as connection:
                    Meta(connection).clear_new_matrix(asked)
        except OSError as failure:
            _LOG.warning("searches take longer until the matrix file can be written: %s", failure)
        finally:
            owner.release()

    def remake(self) -> None:
        """Write the file anew from SQLite."""
        with self._database.writing() as connection:
            Meta(connection).ask_for_new_matrix()
        self.catch_up()

    def obstructed(self) -> bool:
        """Whether something that is no file, such as a folder, lies where the file belongs."""
        with self._database.reading() as connection:
            return _file(self._database.folder, connection).obstructed

    def faults(self) -> int:
        """How many rows of the file are not what SQLite holds; reads both in full."""
        with self._database.reading() as connection:
            mapped = _file(self._database.folder, connection).mapped()
            wrong = 0
            for chunk in _stored(connection, after=0):
                copies = mapped.vectors[_places(mapped.rowids, chunk.rowids)]
                truth = chunk.vectors[_places(chunk.rowids, mapped.rowids)]
                wrong += int((copies.view("<u4") != truth.view("<u4")).any(axis=1).sum())
            return wrong

    def _named(self, rowids: Rowids, scores: NDArray[np.float32]) -> Ranking:
        with self._database.reading() as connection:
            ids = keys.passage_ids(connection, rowids)
        there = [place for place, rowid in enumerate(rowids.tolist()) if rowid in ids]
        return Ranking(tuple(ids[int(rowids[place])] for place in there), scores[there])

    def _view(self) -> _View:
        with self._looking, self._database.reading() as connection:
            changes = Meta(connection).changes
            if self._last is None or self._last.changes != changes:
                file = _file(self._database.folder, connection)
                mapped = file.none() if self._damaged else _trusted(file, connection)
                self._last = _look(connection, changes, mapped)
            return self._last

    def _view_of_truth(self) -> _View:
        """The vectors as SQLite has them, once the file was found to hold what cannot be."""
        with self._looking:
            if not self._damaged:
                _LOG.warning("the matrix file is damaged and not used: `footnote doctor --mend`")
            self._damaged, self._last = True, None
        return self._view()

    def _grow(self, connection: sqlite3.Connection, *, anew: bool) -> None:
        file = _file(self._database.folder, connection)
        if not file.dimensions:
            return
        mapped = _trusted(file, connection)
        last = int(mapped.rowids[-1]) if len(mapped.rowids) else 0
        if anew or not last or _dead_rows(connection, mapped) > _DEAD_ROWS_KEPT:
            file.replace(_stored(connection, after=0))
        else:
            file.append(_stored(connection, after=last))
        for stale in set(file.path.parent.glob("vectors-*")) - {file.path}:
            if not stale.is_dir():
                stale.unlink(missing_ok=True)


def _file(folder: Path, connection: sqlite3.Connection) -> MatrixFile:
    embedding = Meta(connection).embedding
    return MatrixFile(folder / f"vectors-{embedding.generation}.f32", embedding.dimensions)


def _possible(scores: NDArray[np.float32], query: Vectors) -> bool:
    """Whether unit vectors can have led to these scores; of what is no number, none could."""
    return bool((np.abs(scores) <= _FARTHEST * np.linalg.norm(query)).all())


def _look(connection: sqlite3.Connection, changes: int, mapped: Chunk) -> _View:
    last = int(mapped.rowids[-1]) if len(mapped.rowids) else 0
    tail = _joined(list(_stored(connection, after=last)), mapped)
    rowids = np.concatenate([mapped.rowids, tail.rowids])
    searchable = fetched(connection, "SELECT rowid FROM searchable")
    dimensions = mapped.vectors.shape[1]
    nothing = {"und": np.zeros(dimensions, dtype=np.float32)}
    usual = means.by_language(means.stored(connection), dimensions) or nothing
    return _View(
        changes,
        mapped,
        tail,
        rowids,
        _places(rowids, searchable),
        tuple(usual),
        np.array([*usual.values()], dtype=np.float32).reshape(len(usual), dimensions),
        _spoken(connection, rowids, list(usual)),
    )


def _spoken(
    connection: sqlite3.Connection, rowids: Rowids, languages: list[str]
) -> NDArray[np.intp]:
    """The place of each row's language in `languages`; rows that are gone get the first."""
    spoken = np.zeros(len(rowids), dtype=np.intp)
    for place, language in enumerate(languages):
        rows = fetched(connection, "SELECT rowid FROM passages WHERE language = ?", (language,))
        spoken[_places(rowids, rows)] = place
    return spoken


def _places(rowids: Rowids, wanted: Rowids) -> NDArray[np.intp]:
    """Where the wanted rows stand among `rowids`; both rise, and so does the result."""
    places = np.searchsorted(rowids, wanted)
    inside = places < len(rowids)
    places, wanted = places[inside], wanted[inside]
    found: NDArray[np.intp] = places[rowids[places] == wanted]
    return found


def _trusted(file: MatrixFile, connection: sqlite3.Connection) -> Chunk:
    """The mapped file, or nothing when it was made from another history of the library.

    A library put back from a backup hands out rows again that a newer matrix already has. All
    such rows lie at the end of the file, so the last stored one among them tells.
    """
    mapped = file.mapped()
    if not len(mapped.rowids):
        return mapped
    row = connection.execute(
        "SELECT rowid, vector FROM vectors WHERE rowid <= ? ORDER BY rowid DESC LIMIT 1",
        (int(mapped.rowids[-1]),),
    ).fetchone()
    if row is None:
        return mapped
    place = int(np.searchsorted(mapped.rowids, row[0]))
    same = mapped.rowids[place] == row[0] and mapped.vectors[place].tobytes() == row[1]
    return mapped if same else file.none()


def _dead_rows(connection: sqlite3.Connection, mapped: Chunk) -> int:
    """How far dead rows outnumber what may be carried along: a quarter of the file."""
    (alive,) = connection.execute(
        "SELECT count(*) FROM vectors WHERE rowid <= ?", (int(mapped.rowids[-1]),)
    ).fetchone()
    return int(len(mapped.rowids) - alive) - len(mapped.rowids) // 4


def _stored(connection: sqlite3.Connection, after: int) -> Iterator[Chunk]:
    found = connection.execute(
        "SELECT rowid, vector FROM vectors WHERE rowid > ? ORDER BY rowid", (after,)
    )
    while rows := found.fetchmany(_CHUNK_ROWS):
        yield Chunk(
            np.array([rowid for rowid, _ in rows], dtype=np.int64),
            unpacked([vector for _, vector in rows]),
        )


def _joined(chunks: list[Chunk], like: Chunk) -> Chunk:
    if not chunks:
        return Chunk(like.rowids[:0], like.vectors[:0])
    return Chunk(
        np.concatenate([chunk.rowids for chunk in chunks]),
        np.concatenate([chunk.vectors for chunk in chunks]),
    )
