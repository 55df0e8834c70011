"""What `footnote doctor` looks at, and how it mends what can be made again.

Documents, passages and vectors are the truth and cannot be mended, only put back from a backup;
all else is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.errors import LibraryDamaged, LibraryError, LibraryLocked
from rag.index import derived, findings, mirror
from rag.index.database import FILE_NAME, Database
from rag.index.exact import Matrix
from rag.index.findings import Finding
from rag.index.mirror import Mirror
from rag.index.store import StoreOpener
from rag.index.terms import Words

_BACKUP = "put a backup in its place (`footnote restore`)"


def check(folder: Path, words: Words, opener: StoreOpener | None = None) -> list[Finding]:
    """Look at everything in a library's folder, in the order of what rests on what.

    Where documents, passages or vectors are at fault nothing derived is looked at any more.
    """
    if not (folder / FILE_NAME).exists():
        return [Finding("database", True, f"there is no library in {folder} yet")]
    try:
        database = Database.open(folder)
    except LibraryError as error:
        return [_unusable(error)]
    try:
        return list(_looks(database, words, opener))
    finally:
        database.close()


def mend(folder: Path, words: Words, opener: StoreOpener | None = None) -> list[Finding]:
    """Make anew what is derived and was found faulty; returns what is found afterwards.

    The write lock must be held.
    """
    broken = {finding.name for finding in check(folder, words, opener) if not finding.ok}
    if broken and "database" not in broken:
        database = Database.open(folder)
        try:
            _mend(database, words, opener, broken)
        finally:
            database.close()
    return check(folder, words, opener)


def _looks(database: Database, words: Words, opener: StoreOpener | None) -> Iterator[Finding]:
    try:
        yield from _all_looks(database, words, opener)
    except LibraryError as error:
        yield _unusable(error)


def _all_looks(database: Database, words: Words, opener: StoreOpener | None) -> Iterator[Finding]:
    with database.reading() as connection:
        truth = [findings.database(connection), findings.documents(connection)]
    yield from truth
    if not all(finding.ok for finding in truth):
        return  # what rests on it cannot be judged
    with database.reading() as connection:
        yield findings.mean(connection)
        yield findings.kin(connection)
        yield findings.waiting(connection)
    with database.writing() as connection:  # FTS5 examines itself by a statement that writes
        yield findings.lexical(connection, words)
    yield findings.matrix(database)
    if opener is not None:
        faults = mirror.examined(database, opener)
        yield findings.found("vector store", faults or [], "in use" if faults is None else "sound")


def _mend(database: Database, words: Words, opener: StoreOpener | None, broken: set[str]) -> None:
    if "terms" in broken:
        derived.remake_terms(database, words)
    if "kin" in broken:
        derived.remake_kin(database)
    if "mean" in broken:
        with database.writing() as connection:
            derived.remake_sums(connection)
    if "matrix" in broken:
        Matrix(database).remake()
    if "vector store" in broken and opener is not None:
        made = Mirror.open(database, opener)
        if made is not None:
            made.close()


def _unusable(error: LibraryError) -> Finding:
    """A newer library, a full disk and missing rights name their way out themselves."""
    way_out = _BACKUP if isinstance(error, LibraryDamaged) else ""
    if isinstance(error, LibraryLocked):
        way_out = "try again later"
    return Finding("database", False, str(error), way_out)
