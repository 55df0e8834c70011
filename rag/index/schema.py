"""What `library.sqlite3` looks like, version by version, and the way from one to the next.

`PRAGMA user_version` holds the number of migrations applied. A released migration never changes;
a new layout is a new tuple at the end of `MIGRATIONS`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from rag.errors import LibraryDamaged, LibraryTooNew

APPLICATION_ID = 0x466E6F74  # "Fnot", so that a stray SQLite file is not taken for a library

# Passages number their rows upwards for ever (AUTOINCREMENT), so a row once copied into the
# matrix file never means anything else. Passages hold no words: theirs are a slice of the
# document's text, which makes a passage that disagrees with its document impossible.
_TABLES = (
    """
    CREATE TABLE meta (
        name TEXT PRIMARY KEY,
        value ANY
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO meta (name, value) VALUES
        ('library', lower(hex(randomblob(8)))),
        ('created', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        ('changes', 0),
        ('vectors', 1)
    """,
    """
    CREATE TABLE documents (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL,
        root TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('ready', 'removed', 'replaced')),
        reading TEXT NOT NULL,
        original TEXT NOT NULL,
        reader_version TEXT NOT NULL,
        provenance TEXT NOT NULL,
        problems TEXT NOT NULL,
        characters INTEGER NOT NULL,
        passages INTEGER NOT NULL DEFAULT 0,
        first_passage INTEGER NOT NULL DEFAULT 0,
        publisher TEXT,
        published_from TEXT,
        published_until TEXT,
        added TEXT NOT NULL,
        removed TEXT
    ) STRICT
    """,
    "CREATE INDEX documents_by_source ON documents (source)",
    # At most one version of a source is current or waits for its removal to be undone.
    "CREATE UNIQUE INDEX one_version ON documents (source) WHERE state <> 'replaced'",
    # `text` comes first: reading it then never touches the pages of blocks and terms.
    """
    CREATE TABLE contents (
        document INTEGER PRIMARY KEY REFERENCES documents (rowid) ON DELETE CASCADE,
        text TEXT NOT NULL,
        blocks TEXT NOT NULL,
        terms BLOB
    ) STRICT
    """,
    """
    CREATE TABLE passages (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (rowid) ON DELETE CASCADE,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        language TEXT NOT NULL,
        role TEXT NOT NULL,
        role_read TEXT NOT NULL,
        speaker TEXT,
        page INTEGER,
        UNIQUE (document, start_char, end_char)
    ) STRICT
    """,
    """
    CREATE TABLE vectors (
        rowid INTEGER PRIMARY KEY REFERENCES passages (rowid) ON DELETE CASCADE,
        vector BLOB NOT NULL
    ) STRICT
    """,
    # Passages that say the same in two languages, each pair under both of its passages.
    """
    CREATE TABLE twins (
        passage INTEGER PRIMARY KEY REFERENCES passages (rowid) ON DELETE CASCADE,
        twin INTEGER NOT NULL
    ) STRICT
    """,
    # New vectors gather here, document by document, until they can all be swapped in at once.
    """
    CREATE TABLE next_vectors (
        rowid INTEGER PRIMARY KEY REFERENCES passages (rowid) ON DELETE CASCADE,
        vector BLOB NOT NULL
    ) STRICT
    """,
    # Sums of the searchable vectors, (dimensions,) float64 as bytes: they make the means that a
    # question's cosines are measured against, without reading every vector for it.
    """
    CREATE TABLE vector_sums (
        language TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        total BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Edits belong to a source, not to a version, so that they outlive a changed file.
    """
    CREATE TABLE provenance_edits (
        source TEXT PRIMARY KEY,
        provenance TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE role_edits (
        source TEXT NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        quote TEXT NOT NULL,
        role TEXT NOT NULL,
        PRIMARY KEY (source, start_char, end_char)
    ) STRICT, WITHOUT ROWID
    """,
    # A row says "the mirror may differ from SQLite here", not what to do about it: whoever
    # drains it looks at the passage as it is by then, so replaying a row is always right.
    """
    CREATE TABLE outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        UNIQUE (document_id, start_char, end_char)
    ) STRICT
    """,
)

# The terms come ready cut, parted by spaces. Every category but separators and control
# characters counts as part of a term, so that "s-400", "@m11" and "1234.5" stay whole.
_LEXICAL = (
    """
    CREATE VIRTUAL TABLE terms USING fts5 (
        body, title, content = '',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Cf Cn Co Cs'"
    )
    """,
    "CREATE VIRTUAL TABLE term_counts USING fts5vocab (terms, row)",
)

# Roles no question is answered from unless a filter asks for them: template words, and titles
# that head nothing, which are short, answer nothing, and are near to every question on their topic.
UNSEARCHED = "('boilerplate', 'heading')"

_VIEWS = (
    # What questions are answered from unless a filter asks for more.
    f"""
    CREATE VIEW searchable AS
    SELECT passages.rowid, documents.id AS document_id, documents.rowid AS document,
           passages.start_char, passages.end_char, passages.language
    FROM documents JOIN passages ON passages.document = documents.rowid
    WHERE documents.state = 'ready' AND passages.role NOT IN {UNSEARCHED}
    """,
)

# Of the documents that can be found: their fingerprints, the same in one piece by document (to
# take them out again), and how much of a document stands in another, each pair both ways.
_COPIES = (
    """
    CREATE TABLE fingerprints (
        fingerprint INTEGER NOT NULL,
        document INTEGER NOT NULL,
        PRIMARY KEY (fingerprint, document)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sketches (
        document INTEGER PRIMARY KEY REFERENCES documents (rowid) ON DELETE CASCADE,
        fingerprints BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE copies (
        document INTEGER NOT NULL REFERENCES documents (rowid) ON DELETE CASCADE,
        other INTEGER NOT NULL,
        share REAL NOT NULL,
        PRIMARY KEY (document, other)
    ) STRICT, WITHOUT ROWID
    """,
)

Migration = tuple[str, ...]

MIGRATIONS: tuple[Migration, ...] = ((*_TABLES, *_LEXICAL, *_VIEWS), _COPIES)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the open file has seen; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection, path: object, known: int = len(MIGRATIONS)) -> int:
    """The file's version, once it is sure that this program can use it.

    Raises LibraryTooNew for a version above `known`, and LibraryDamaged for a SQLite file that
    holds something else than a library.
    """
    found = version(connection)
    if found > known:
        raise LibraryTooNew(
            f"{path} has version {found}, and this Footnote knows up to {known}: "
            "install a newer Footnote, or use another folder (--data)"
        )
    foreign = connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID
    if foreign and connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        raise LibraryDamaged(
            f"{path} is a SQLite file, but no library of Footnote: use another folder (--data)"
        )
    return found


def migrate(
    connection: sqlite3.Connection, path: object, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring the open file to the newest version: all of the missing steps, or none of them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in migrations[check(connection, path, len(migrations)) :]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
