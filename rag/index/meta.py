"""Facts about the library as a whole, each a row of the table `meta`.

library        the library's own name, to tell its collections apart on a shared Chroma server
created        when it was made (UTC)
changes        goes up with every change to what a search can find; readers watch it
words          version of the word cutter that made the stored terms
kin            version of the ways in which twins and copies were found
embedder       name of the model that made the vectors
dimensions     of those vectors
next_embedder  name and dimensions of the model whose vectors are being gathered
vectors        goes up when all vectors are made anew; names the files derived from them
mirrored       set once a vector store mirrors the library
new_matrix     set while the matrix file may hold vectors that were deleted for good
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Embedding:
    """Which model made a library's vectors, and how often they were all made anew."""

    name: str | None
    dimensions: int
    generation: int


class Meta:
    """The table `meta`, read and written through one connection inside its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def library(self) -> str:
        return str(self._get("library"))

    @property
    def changes(self) -> int:
        return int(self._get("changes"))

    def touch(self) -> None:
        """Tell every reader that what it remembers of the library may no longer hold."""
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'changes'")

    @property
    def words(self) -> str | None:
        return self._get("words")  # type: ignore[no-any-return]

    def set_words(self, version: str) -> None:
        self._put("words", version)

    @property
    def kin(self) -> str | None:
        return self._get("kin")  # type: ignore[no-any-return]

    def set_kin(self, version: str) -> None:
        self._put("kin", version)

    @property
    def embedding(self) -> Embedding:
        return Embedding(
            self._get("embedder"), self._get("dimensions") or 0, int(self._get("vectors"))
        )

    def set_embedding(self, of: Embedding) -> None:
        self._put("embedder", of.name)
        self._put("dimensions", of.dimensions)
        self._put("vectors", of.generation)

    @property
    def next_embedder(self) -> str | None:
        return self._get("next_embedder")  # type: ignore[no-any-return]

    def set_next_embedder(self, model: str | None) -> None:
        self._put("next_embedder", model)

    @property
    def mirrored(self) -> bool:
        return bool(self._get("mirrored"))

    def set_mirrored(self) -> None:
        self._put("mirrored", 1)

    @property
    def new_matrix(self) -> int:
        """The change after which the matrix was to be made anew; 0 when it is."""
        return int(self._get("new_matrix") or 0)

    def ask_for_new_matrix(self) -> None:
        self.touch()
        self._put("new_matrix", self.changes)

    def clear_new_matrix(self, asked: int) -> None:
        """It was made as of the change `asked`; a later wish stands."""
        self._connection.execute(
            "UPDATE meta SET value = 0 WHERE name = 'new_matrix' AND value = ?", (asked,)
        )

    def _get(self, name: str) -> Any:
        query = "SELECT value FROM meta WHERE name = ?"
        row = self._connection.execute(query, (name,)).fetchone()
        return row[0] if row else None

    def _put(self, name: str, value: object) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value)
        )
