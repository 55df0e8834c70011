"""Which documents copy one another: reprints, newer versions under another name, excerpts.

Kept for documents that can be found, and only for them: `enter` and `leave` follow a document into
and out of every search, so removing, restoring, correcting and reading again keep it right. Shared
fingerprints name the candidates; their shingles, cut from the terms stored for search, decide.
The work for a document grows with its own length and its candidates, not with the library.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.index.sketch import Hashes, Sketch, sketch
from rag.index.terms import DocumentTerms
from rag.records import Role

VERSION = "1"
"""Raise it when sketches or what counts as a copy change, so that all are found anew."""

MOSTLY = 0.5
"""Share of a document that must stand in another one for the two to be copies."""
_FEWEST_SHINGLES = 12
"""A shorter text is a greeting or a label: that it stands elsewhere too says nothing."""
SHARED_FINGERPRINTS = 0.15
"""Share of the shorter document's fingerprints that makes the other a candidate."""
_HOLDERS = 256
"""Of a fingerprint that stands in more documents only so many are looked at: it is a formula."""
_CANDIDATES = 128


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document that holds most of this one, or of which most stands in this one.

    `share` is how much of this document stands in the other, `share_back` how much of the other
    stands in this one; both in [0, 1], counted in shingles.
    """

    document_id: str
    source: str
    share: float
    share_back: float


def enter(connection: sqlite3.Connection, document: int) -> None:
    """Find and keep the copies of a document (its row) that has become findable."""
    own = _sketch(connection, document)
    if len(own.shingles) < _FEWEST_SHINGLES:
        return
    for other in _candidates(connection, own.fingerprints):
        _compare(connection, document, own, other)
    connection.execute(
        "INSERT INTO sketches (document, fingerprints) VALUES (?, ?)",
        (document, own.fingerprints.tobytes()),
    )
    connection.executemany(
        "INSERT INTO fingerprints (fingerprint, document) VALUES (?, ?)",
        [(fingerprint, document) for fingerprint in own.fingerprints.tolist()],
    )


def leave(connection: sqlite3.Connection, document: int) -> None:
    """Forget what `enter` kept of the document (its row)."""
    kept = connection.execute(
        "SELECT fingerprints FROM sketches WHERE document = ?", (document,)
    ).fetchone()
    if kept is None:
        return
    connection.executemany(
        "DELETE FROM fingerprints WHERE fingerprint = ? AND document = ?",
        [(fingerprint, document) for fingerprint in _unpacked(kept[0]).tolist()],
    )
    connection.execute(
        "DELETE FROM copies WHERE other = ?1 AND document IN "
        "(SELECT other FROM copies WHERE document = ?1)",
        (document,),
    )
    connection.execute("DELETE FROM copies WHERE document = ?", (document,))
    connection.execute("DELETE FROM sketches WHERE document = ?", (document,))


def clear(connection: sqlite3.Connection) -> None:
    """Forget every copy and sketch."""
    for table in ("copies", "fingerprints", "sketches"):
        connection.execute(f"DELETE FROM {table}")


def of_document(connection: sqlite3.Connection, document: int) -> list[Copy]:
    """The copies of a document (its row), the fullest first."""
    found = connection.execute(
        "SELECT documents.id, source, there.share, back.share FROM copies AS there "
        "JOIN copies AS back ON back.document = there.other AND back.other = there.document "
        "JOIN documents ON documents.rowid = there.other "
        "WHERE there.document = ? ORDER BY there.share + back.share DESC, source",
        (document,),
    )
    return [Copy(*row) for row in found]


def among(connection: sqlite3.Connection, ids: Sequence[str]) -> frozenset[frozenset[str]]:
    """The pairs of the given documents (by id) that are copies of one another."""
    found = connection.execute(
        """
        WITH wanted AS (
            SELECT documents.rowid AS document, documents.id AS id FROM json_each(?)
            JOIN documents ON documents.id = json_each.value
        )
        SELECT one.id, two.id FROM wanted AS one JOIN copies USING (document)
        JOIN wanted AS two ON two.document = copies.other
        """,
        (json.dumps(list(ids)),),
    )
    return frozenset(map(frozenset, found))


def _compare(connection: sqlite3.Connection, document: int, own: Sketch, other: int) -> None:
    against = _sketch(connection, other)
    share, back = own.share_in(against), against.share_in(own)
    if max(share, back) >= MOSTLY:
        connection.executemany(
            "INSERT INTO copies (document, other, share) VALUES (?, ?, ?)",
            [(document, other, share), (other, document, back)],
        )


def _candidates(connection: sqlite3.Connection, fingerprints: Hashes) -> list[int]:
    """Rows of documents that share many fingerprints, most first."""
    shared: Counter[int] = Counter()
    for fingerprint in fingerprints.tolist():
        holders = connection.execute(
            "SELECT document FROM fingerprints WHERE fingerprint = ? LIMIT ?",
            (fingerprint, _HOLDERS),
        )
        shared.update(document for (document,) in holders)
    sizes = connection.execute(
        "SELECT document, length(fingerprints) / 8 FROM sketches "
        "JOIN json_each(?) ON json_each.value = document",
        (json.dumps(list(shared)),),
    )
    enough = {
        document
        for document, size in sizes
        if shared[document] >= SHARED_FINGERPRINTS * min(size, len(fingerprints))
    }
    return [document for document, _ in shared.most_common() if document in enough][:_CANDIDATES]


def _sketch(connection: sqlite3.Connection, document: int) -> Sketch:
    """The sketch of a document's own words: template words and lists of references left out."""
    (packed,) = connection.execute(
        "SELECT terms FROM contents WHERE document = ?", (document,)
    ).fetchone()
    roles = connection.execute(
        "SELECT role FROM passages WHERE document = ? ORDER BY rowid", (document,)
    )
    bodies = zip(DocumentTerms.unpacked(packed).bodies, roles, strict=False)
    return sketch(
        [term for body, (role,) in bodies if Role(role).quotable for term in body.split()]
    )


def _unpacked(packed: bytes) -> Hashes:
    return np.frombuffer(packed, dtype=np.int64)
