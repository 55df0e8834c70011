"""Conversations and what readers thought of the answers, kept in a small SQLite file.

Everything belongs to an owner: a random id the browser keeps, or the name of who signed in.
Nothing is handed out or changed without it, so two browsers never see each other's conversations.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rag.errors import LibraryTooNew, NotInLibrary
from rag.index.database import translated
from rag.records import Answer
from rag.wire import answer_from_json, answer_json

FILE_NAME = "conversations.sqlite3"
_VERSION = 1
_NAME_CHARS = 80
_BUSY_S = 30.0
_SCHEMA = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL,
    created REAL NOT NULL, touched REAL NOT NULL);
CREATE INDEX conversations_of_owner ON conversations (owner, touched);
CREATE TABLE turns (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT, folded TEXT NOT NULL,
    asked REAL NOT NULL, feedback TEXT, comment TEXT NOT NULL DEFAULT '',
    UNIQUE (conversation, position));
"""


class Feedback(StrEnum):
    """What a reader says of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    CITATION_WRONG = "citation_wrong"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A named run of turns; times are seconds since 1970 (UTC)."""

    id: str
    name: str
    created: float
    touched: float
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question with its answer; `answer` is None where it was stopped or has yet to come."""

    id: str
    conversation_id: str
    position: int
    question: str
    asked: float
    answer: Answer | None = None
    feedback: Feedback | None = None
    comment: str = ""


class History:
    """The conversations of one data folder; safe to use from several threads at once."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it and its folder where they are missing.

        Raises LibraryTooNew when a newer version of Footnote wrote it; this and every method
        raise LibraryError where the disk is full or the file damaged.
        """
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found > _VERSION:
                raise LibraryTooNew(
                    f"{path} has version {found}, this Footnote reads {_VERSION}: update Footnote"
                )
            if found == 0:
                connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")

    def start(self, owner: str, name: str) -> Conversation:
        """A new, empty conversation."""
        made = Conversation(secrets.token_urlsafe(12), _short(name), time.time(), time.time(), 0)
        with self._connected() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
                (made.id, owner, made.name, made.created, made.touched),
            )
        return made

    def conversations(self, owner: str, search: str = "") -> list[Conversation]:
        """The owner's conversations, last used first, those whose name or words hold `search`."""
        with self._connected() as connection:
            rows = connection.execute(
                """SELECT c.id, c.name, c.created, c.touched, COUNT(t.id),
                          GROUP_CONCAT(t.folded, char(10))
                   FROM conversations c LEFT JOIN turns t ON t.conversation = c.id
                   WHERE c.owner = ? GROUP BY c.id ORDER BY c.touched DESC, c.rowid DESC""",
                (owner,),
            ).fetchall()
        wanted = search.strip().casefold()
        return [
            Conversation(*row[:5]) for row in rows if wanted in f"{row[1].casefold()}\n{row[5]}"
        ]

    def rename(self, owner: str, conversation_id: str, name: str) -> None:
        """Give a conversation another name; an empty one changes nothing."""
        if name.strip():
            self._change(
                "UPDATE conversations SET name = ? WHERE id = ? AND owner = ?",
                (_short(name), conversation_id, owner),
            )

    def delete(self, owner: str, conversation_id: str) -> None:
        """Delete a conversation with its turns, for good."""
        self._change(
            "DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation_id, owner)
        )

    def turns(self, owner: str, conversation_id: str) -> list[KeptTurn]:
        """The turns of a conversation in order; empty where it is unknown or somebody else's."""
        with self._connected() as connection:
            rows = connection.execute(
                f"{_SELECT} WHERE t.conversation = ? AND c.owner = ? ORDER BY t.position",
                (conversation_id, owner),
            ).fetchall()
        return [_turn(row) for row in rows]

    def turn(self, owner: str, turn_id: str) -> KeptTurn:
        """One turn. Raises NotInLibrary where it is unknown or somebody else's."""
        with self._connected() as connection:
            row = connection.execute(
                f"{_SELECT} WHERE t.id = ? AND c.owner = ?", (turn_id, owner)
            ).fetchone()
        if row is None:
            raise NotInLibrary(f"no turn {turn_id!r}: its conversation may have been deleted")
        return _turn(row)

    def ask(self, owner: str, conversation_id: str, question: str) -> KeptTurn:
        """Keep a question as the conversation's last turn, before it is answered.

        Raises NotInLibrary where the conversation is unknown or somebody else's.
        """
        now, turn_id = time.time(), secrets.token_urlsafe(12)
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            touched = connection.execute(
                "UPDATE conversations SET touched = ? WHERE id = ? AND owner = ?",
                (now, conversation_id, owner),
            )
            if not touched.rowcount:
                raise NotInLibrary(f"no conversation {conversation_id!r}: it may be deleted")
            position = connection.execute(
                "SELECT COALESCE(MAX(position), 0) + 1 FROM turns WHERE conversation = ?",
                (conversation_id,),
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO turns (id, conversation, position, question, folded, asked)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (turn_id, conversation_id, position, question, question.casefold(), now),
            )
        return KeptTurn(turn_id, conversation_id, position, question, now)

    def answer(self, owner: str, turn_id: str, answer: Answer) -> None:
        """Keep the answer to a question asked; nothing happens where it has been deleted."""
        kept = json.dumps(answer_json(answer), ensure_ascii=False)
        self._change(
            "UPDATE turns SET answer = ?, folded = folded || char(10) || ? WHERE id = ?"
            " AND conversation IN (SELECT id FROM conversations WHERE owner = ?)",
            (kept, answer.text.casefold(), turn_id, owner),
        )

    def drop(self, owner: str, turn_id: str) -> None:
        """Take one turn out of its conversation: it is asked again, or in other words."""
        self._change(
            "DELETE FROM turns WHERE id = ? AND conversation IN"
            " (SELECT id FROM conversations WHERE owner = ?)",
            (turn_id, owner),
        )

    def judge(self, owner: str, turn_id: str, feedback: Feedback | None, comment: str = "") -> None:
        """Keep what the reader says of an answer; None takes it back."""
        self._change(
            "UPDATE turns SET feedback = ?, comment = ? WHERE id = ? AND conversation IN"
            " (SELECT id FROM conversations WHERE owner = ?)",
            (feedback, comment.strip(), turn_id, owner),
        )

    def judged(self, owner: str) -> list[KeptTurn]:
        """Every turn the owner has judged, oldest first."""
        with self._connected() as connection:
            rows = connection.execute(
                f"{_SELECT} WHERE t.feedback IS NOT NULL AND c.owner = ? ORDER BY t.asked", (owner,)
            ).fetchall()
        return [_turn(row) for row in rows]

    def _change(self, statement: str, values: tuple[str | None, ...]) -> None:
        with self._connected() as connection:
            connection.execute(statement, values)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use, so that threads share nothing but the file."""
        with (
            translated(self._path),
            closing(sqlite3.connect(self._path, timeout=_BUSY_S)) as connection,
            connection,
        ):
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection


_SELECT = """SELECT t.id, t.conversation, t.position, t.question, t.asked, t.answer, t.feedback,
    t.comment FROM turns t JOIN conversations c ON c.id = t.conversation"""


def _turn(row: tuple[str, str, int, str, float, str | None, str | None, str]) -> KeptTurn:
    turn_id, conversation_id, position, question, asked, answer, feedback, comment = row
    return KeptTurn(
        turn_id,
        conversation_id,
        position,
        question,
        asked,
        None if answer is None else answer_from_json(json.loads(answer)),
        None if feedback is None else Feedback(feedback),
        comment,
    )


def _short(name: str) -> str:
    """A name of one line, cut at a word where that loses little."""
    line = " ".join(name.split())
    if len(line) <= _NAME_CHARS:
        return line
    cut = line[: _NAME_CHARS - 1]
    head, space, _ = cut.rpartition(" ")
    return f"{head if space and len(head) > _NAME_CHARS // 2 else cut}…"
