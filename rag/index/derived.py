"""Making again, from documents and vectors, what the database derives from them."""

from __future__ import annotations

import sqlite3

from rag.index import edits, live, means, passages, terms
from rag.index.database import Database
from rag.index.meta import Meta
from rag.index.twins import pairs
from rag.index.vectors import unpacked

_KEPT = "SELECT rowid FROM documents WHERE state <> 'replaced' ORDER BY rowid"


def remake_terms(database: Database, words: terms.Words) -> None:
    """Cut every passage anew and fill the full-text index: after the word cutter has changed."""
    with database.writing() as connection:
        terms.clear(connection)
        for (document,) in connection.execute(_KEPT).fetchall():
            _recut(connection, document, words)
        meta = Meta(connection)
        meta.set_words(str(words.VERSION))
        meta.touch()


def remake_sums(connection: sqlite3.Connection) -> None:
    """Keep the sums of all searchable vectors as they are now, for the means of the corpus."""
    means.remake(connection)
    Meta(connection).touch()


def remake_twins(database: Database) -> None:
    """Pair again the passages that say the same in two languages."""
    with database.writing() as connection:
        connection.execute("DELETE FROM twins")
        for (document,) in connection.execute(_KEPT).fetchall():
            put_twins(connection, document)


def put_twins(connection: sqlite3.Connection, document: int) -> None:
    """Find and keep the twins among the stored passages of a document (its row)."""
    rows = connection.execute(
        "SELECT passages.rowid, vector FROM passages JOIN vectors USING (rowid) "
        "WHERE document = ? ORDER BY passages.rowid",
        (document,),
    ).fetchall()
    if not rows:
        return
    vectors = unpacked([vector for _, vector in rows])
    found = pairs(passages.of_document(connection, document), vectors)
    both_ways = [(pair.first, pair.second) for pair in found]
    both_ways += [(second, first) for first, second in both_ways]
    connection.executemany(
        "INSERT INTO twins (passage, twin) VALUES (?, ?)",
        [(rows[one][0], rows[other][0]) for one, other in both_ways],
    )


def _recut(connection: sqlite3.Connection, document: int, words: terms.Words) -> None:
    fresh = terms.cut(words, passages.of_document(connection, document))
    connection.execute(
        "UPDATE contents SET terms = ? WHERE document = ?", (fresh.packed(), document)
    )
    edits.apply(connection, document, words)
    (state,) = connection.execute(
        "SELECT state FROM documents WHERE rowid = ?", (document,)
    ).fetchone()
    if state == "ready":
        terms.add(connection, *live.stored_terms(connection, document))
