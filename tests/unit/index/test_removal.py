"""Removing, restoring, and deleting for good: from every file of the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rag.errors import NotInLibrary
from rag.index.corpus import Corpus
from rag.index.library import Library
from rag.index.vectors import packed
from rag.records import IngestOutcome, Role, Span
from rag.text import words
from tests.fakes.documents import made
from tests.fakes.kept_means import mean_of

SECRET = made("secret.txt", "The zanzibarian password is xylophone.", "It opens the vault.")
SECRET_NOW = made("secret.txt", "The quetzalian password is marimba.")
OTHER = made("other.txt", "Rain fell on the harbour.")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def corpus(library: Library, clock: Clock) -> Iterator[Corpus]:
    """With the clock in the test's hands."""
    return Corpus(library.database, words, clock)


def hits(library: Library, question: str) -> int:
    return len(library.lexical.search(question, 10).ids)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_removed_document_is_found_no_more_but_still_resolves(
    library: Library, corpus: Corpus
) -> None:
    SECRET.write_to(corpus)
    OTHER.write_to(corpus)
    assert corpus.remove("secret.txt") == ()
    assert hits(library, "password vault") == 0
    assert set(library.dense.nearest(SECRET.vectors[0], 10).ids) == {OTHER.passages[0].id}
    assert [entry.source for entry in corpus.documents()] == ["other.txt"]
    assert corpus.passages([SECRET.passages[0].id]) == []
    assert corpus.document(SECRET.document.id) == SECRET.document
    assert corpus.entry("secret.txt").state == "removed"
    assert mean_of(library) == pytest.approx(OTHER.vectors[0], abs=1e-6)


def test_a_restored_document_is_as_it_was(library: Library, corpus: Corpus) -> None:
    SECRET.write_to(corpus)
    before = library.fingerprint(), mean_of(library).tolist()
    corpus.remove("secret.txt")
    assert library.fingerprint() != before[0]
    assert corpus.restore("secret.txt").state == "ready"
    assert (library.fingerprint(), mean_of(library).tolist()) == before
    assert hits(library, "vault") == 1
    assert library.dense.nearest(SECRET.vectors[1], 1).ids == (SECRET.passages[1].id,)


def test_only_what_was_removed_can_be_restored(corpus: Corpus) -> None:
    SECRET.write_to(corpus)
    with pytest.raises(NotInLibrary, match="was not removed"):
        corpus.restore("secret.txt")
    corpus.remove("secret.txt")
    with pytest.raises(NotInLibrary, match="was removed"):
        corpus.remove("secret.txt")
    with pytest.raises(NotInLibrary, match="was removed"):
        corpus.edit("secret.txt", {"title": "T"})


def test_an_old_version_is_not_removed_in_the_place_of_the_new_one(corpus: Corpus) -> None:
    SECRET.write_to(corpus)
    SECRET_NOW.write_to(corpus)
    for now in (False, True):
        with pytest.raises(NotInLibrary, match="is an old version"):
            corpus.remove(SECRET.document.id, now=now)
    assert corpus.document("secret.txt") == SECRET_NOW.document


def test_a_removed_document_that_is_ingested_again_is_back(
    library: Library, corpus: Corpus
) -> None:
    SECRET.write_to(corpus)
    corpus.remove("secret.txt")
    assert SECRET.write_to(corpus) is IngestOutcome.ADDED
    assert hits(library, "vault") == 1
    corpus.remove("secret.txt")
    assert SECRET_NOW.write_to(corpus) is IngestOutcome.ADDED
    assert corpus.entry(SECRET.document.id).state == "replaced"
    assert hits(library, "vault") == 0


def test_undo_lapses_after_seven_days(library: Library, corpus: Corpus, clock: Clock) -> None:
    SECRET.write_to(corpus)
    OTHER.write_to(corpus)
    corpus.remove("secret.txt")
    clock.now += timedelta(days=7, seconds=-1)
    assert corpus.purge_lapsed() == ()
    assert corpus.entry("secret.txt").state == "removed"
    clock.now += timedelta(seconds=1)
    assert corpus.purge_lapsed() == (SECRET.document.original,)
    with pytest.raises(NotInLibrary):
        corpus.document(SECRET.document.id)
    assert [entry.source for entry in corpus.documents(include_removed=True)] == ["other.txt"]
    assert corpus.purge_lapsed() == ()


def test_now_deletes_every_version_edit_and_original(library: Library, corpus: Corpus) -> None:
    SECRET.write_to(corpus)
    SECRET_NOW.write_to(corpus)
    corpus.edit("secret.txt", {"title": "Codes"}, {Span(0, 10): Role.HEADING})
    originals = corpus.remove("secret.txt", now=True)
    assert set(originals) == {SECRET.document.original, SECRET_NOW.document.original}
    for key in ("secret.txt", SECRET.document.id, SECRET_NOW.document.id):
        with pytest.raises(NotInLibrary):
            corpus.document(key)
    SECRET.write_to(corpus)
    assert corpus.entry("secret.txt").provenance.title is None


def test_an_original_that_another_document_needs_is_kept(corpus: Corpus) -> None:
    copy = made("copy.txt", "The zanzibarian password is xylophone.", "It opens the vault.")
    SECRET.write_to(corpus)
    copy.write_to(corpus)
    assert corpus.remove("secret.txt", now=True) == ()
    assert corpus.remove("copy.txt", now=True) == (SECRET.document.original,)


def test_what_was_removed_before_can_be_deleted_at_once(corpus: Corpus) -> None:
    SECRET.write_to(corpus)
    corpus.remove("secret.txt")
    assert corpus.remove("secret.txt", now=True) == (SECRET.document.original,)


def test_deleted_for_good_means_no_word_and_no_vector_on_the_disk(
    library: Library, corpus: Corpus, folder: Path
) -> None:
    for number in range(50):
        made(f"{number}.txt", f"Report {number} of the harbour.").write_to(corpus)
    SECRET.write_to(corpus)
    SECRET_NOW.write_to(corpus)
    corpus.edit("secret.txt", {"title": "Codes of the kalimba"})
    library.drain()
    vector = packed(SECRET_NOW.vectors)[0]
    words_of_it = (b"quetzalian", b"marimba", b"kalimba", b"xylophone", b"zanzibarian")
    there = bytes_on_disk(folder)
    assert vector in there
    assert b"marimba" in there
    corpus.remove("secret.txt", now=True)
    library.drain()
    left = bytes_on_disk(folder)
    assert vector not in left
    assert not [word for word in words_of_it if word in left or word[:6] in left]
    assert hits(library, "harbour") == 10
