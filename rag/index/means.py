"""Mean vectors of the corpus and of each language, kept up to date as sums.

A multilingual encoder gives each language its own usual cosine to a question, so a raw cosine
compares languages rather than passages. Measured against the mean of its own language a passage
of any language can come first. The mean of a language with few passages says little of itself and
is shrunk towards the mean of all (as in James and Stein, 1961).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.schema import UNSEARCHED
from rag.index.vectors import unpacked
from rag.ports import Vectors

_ROWS = 4_096
_WEIGHT_OF_ALL = 3
"""Passages of the whole corpus that each language's mean is mixed with."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorSum:
    """The sum of `count` vectors: (dimensions,) float64, or None before the first of them.

    Kept in double precision, so that adding and taking away the same vector for years leaves
    nothing behind that a cosine could feel.
    """

    total: NDArray[np.float64] | None = None
    count: int = 0

    def plus(self, vectors: Vectors, sign: int = 1) -> VectorSum:
        """With the rows of `vectors` added, or with `sign` -1 taken away."""
        change = sign * vectors.sum(axis=0, dtype=np.float64)
        total = change if self.total is None else self.total + change
        return VectorSum(total, self.count + sign * len(vectors))

    def joined(self, other: VectorSum) -> VectorSum:
        """The sum over both."""
        if self.total is None or other.total is None:
            return other if self.total is None else self
        return VectorSum(self.total + other.total, self.count + other.count)

    def mean(self, dimensions: int) -> Vectors:
        """The mean vector, (dimensions,) float32; zeros of no vectors."""
        if self.total is None or not self.count:
            return np.zeros(dimensions, dtype=np.float32)
        return (self.total / self.count).astype(np.float32)


Sums = Mapping[str, VectorSum]


def stored(connection: sqlite3.Connection) -> Sums:
    """The sums by language."""
    rows = connection.execute("SELECT language, count, total FROM vector_sums ORDER BY language")
    return {
        language: VectorSum(np.frombuffer(total, dtype="<f8"), count)
        for language, count, total in rows
    }


def overall(sums: Sums) -> VectorSum:
    """The sum over all languages."""
    total = VectorSum()
    for part in sums.values():
        total = total.joined(part)
    return total


def by_language(sums: Sums, dimensions: int) -> Mapping[str, Vectors]:
    """Each language's mean, (dimensions,) float32, shrunk towards the mean of all."""
    usual = overall(sums).mean(dimensions)
    return {language: _shrunk(part, usual) for language, part in sums.items()}


def _shrunk(part: VectorSum, usual: Vectors) -> Vectors:
    mixed = part.count * part.mean(len(usual)) + _WEIGHT_OF_ALL * usual
    return (mixed / (part.count + _WEIGHT_OF_ALL)).astype(np.float32)


def change(connection: sqlite3.Connection, document: int, sign: int) -> None:
    """Add the searchable vectors of a document (its row) to the sums, or take them away."""
    rows = connection.execute(
        "SELECT language, vector FROM vectors JOIN passages USING (rowid) "
        f"WHERE document = ? AND role NOT IN {UNSEARCHED} ORDER BY rowid",
        (document,),
    ).fetchall()
    sums = dict(stored(connection))
    for language in dict.fromkeys(language for language, _ in rows):
        vectors = unpacked([vector for spoken, vector in rows if spoken == language])
        _put(connection, language, sums.get(language, VectorSum()).plus(vectors, sign))


def added_up(connection: sqlite3.Connection) -> Sums:
    """The sums of all searchable vectors, added up from the first to the last."""
    sums: dict[str, VectorSum] = {}
    found = connection.execute("SELECT language, vector FROM searchable JOIN vectors USING (rowid)")
    while rows := found.fetchmany(_ROWS):
        for language in {language for language, _ in rows}:
            vectors = unpacked([vector for spoken, vector in rows if spoken == language])
            sums[language] = sums.get(language, VectorSum()).plus(vectors)
    return sums


def remake(connection: sqlite3.Connection) -> None:
    """Store the sums as they are now."""
    connection.execute("DELETE FROM vector_sums")
    for language, total in added_up(connection).items():
        _put(connection, language, total)


def _put(connection: sqlite3.Connection, language: str, of: VectorSum) -> None:
    if of.total is None or of.count <= 0:
        connection.execute("DELETE FROM vector_sums WHERE language = ?", (language,))
        return
    connection.execute(
        "INSERT OR REPLACE INTO vector_sums (language, count, total) VALUES (?, ?, ?)",
        (language, of.count, of.total.astype("<f8").tobytes()),
    )
