"""The full-text index: terms of every passage, kept so that each can be taken out again.

FTS5 without content stores no text of its own, and to forget a row it must be shown the very
terms it was given. They are kept compressed beside the document's text: cutting the text again
would go wrong silently the day a word cutter or one of its dictionaries changes.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rag.records import Passage


class Words(Protocol):
    """How text is cut into terms (`rag.text.words`); `VERSION` changes with any of its results."""

    @property
    def VERSION(self) -> str: ...  # noqa: N802

    def terms(self, text: str, language: str | None = None) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """Terms of a document's title and of each passage in order, parted by single spaces."""

    title: str
    bodies: tuple[str, ...]

    def packed(self) -> bytes:
        return zlib.compress("\n".join((self.title, *self.bodies)).encode(), level=1)

    @classmethod
    def unpacked(cls, packed: bytes) -> DocumentTerms:
        title, *bodies = zlib.decompress(packed).decode().split("\n")
        return cls(title, tuple(bodies))


def cut(words: Words, passages: Iterable[Passage]) -> DocumentTerms:
    """The terms of a document's passages, its title not yet among them."""
    return DocumentTerms("", tuple(joined(words, p.text, p.language) for p in passages))


def joined(words: Words, text: str | None, language: str | None = None) -> str:
    """The terms of a text as they are stored and indexed: parted by single spaces."""
    # Terms hold no spaces by contract; one that did would be indexed as the terms it is made of.
    return " ".join(" ".join(words.terms(text, language)).split()) if text else ""


def add(connection: sqlite3.Connection, first_rowid: int, of: DocumentTerms) -> None:
    """Index passages whose rows count up from `first_rowid`."""
    connection.executemany(
        "INSERT INTO terms (rowid, body, title) VALUES (?, ?, ?)", _rows(first_rowid, of)
    )


def delete(connection: sqlite3.Connection, first_rowid: int, of: DocumentTerms) -> None:
    """Take out what `add` was given, word for word."""
    connection.executemany(
        "INSERT INTO terms (terms, rowid, body, title) VALUES ('delete', ?, ?, ?)",
        _rows(first_rowid, of),
    )


def clear(connection: sqlite3.Connection) -> None:
    """Empty the index."""
    connection.execute("INSERT INTO terms (terms) VALUES ('delete-all')")


def merge(connection: sqlite3.Connection) -> None:
    """Rewrite the index as one piece, which drops the terms of deleted rows from the disk."""
    connection.execute("INSERT INTO terms (terms) VALUES ('optimize')")


def _rows(first_rowid: int, of: DocumentTerms) -> list[tuple[int, str, str]]:
    return [(first_rowid + place, body, of.title) for place, body in enumerate(of.bodies)]
