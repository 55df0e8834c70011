"""The library as a whole: opened, shared, fingerprinted, kept in step with the word cutter."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.errors import LibraryLocked
from rag.index import care
from rag.index.library import Library
from rag.records import Provenance, Role, Searched, Span
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made, with_provenance
from tests.fakes.kept_means import mean_of
from tests.fakes.memory_opener import MemoryOpener

PAPERS = [made(f"{n}.txt", f"Paper {n} on bridges.", f"Towers and {n} more.") for n in range(8)]
QUERY = EMBEDDER.embed_queries(["towers more"])[0]

_ONE_SHOT = """
import sys
from pathlib import Path
from rag.index.library import Library
with Library.open(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), readonly=True) as library:
    print(library.corpus.statistics().passages, *library.lexical.search("towers", 3).ids)
print(*[name for name in ("chromadb", "torch", "onnxruntime", "langchain") if name in sys.modules])
"""


class Backwards:
    """A word cutter of another version."""

    VERSION = "backwards"

    def terms(self, text: str, language: str | None = None) -> list[str]:
        return [word[::-1] for word in text.lower().strip(".").split()]


def opened(folder: Path, **options: object) -> Library:
    return Library.open(folder, EMBEDDER.name, DIMENSIONS, **options)  # type: ignore[arg-type]


def test_an_empty_library_answers_everything_with_nothing(library: Library) -> None:
    assert library.corpus.statistics() == Searched(0, 0, ())
    assert library.lexical.search("anything", 5).ids == ()
    assert library.dense.nearest(QUERY, 5).ids == ()
    assert mean_of(library).tolist() == [0.0] * DIMENSIONS
    assert library.corpus.documents(include_removed=True) == []


def test_a_one_shot_reader_loads_nothing_heavy(library: Library, folder: Path) -> None:
    for each in PAPERS:
        each.write_to(library.corpus)
    command = [sys.executable, "-c", _ONE_SHOT, folder, EMBEDDER.name, str(DIMENSIONS)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[0].split() == ["16", *library.lexical.search("towers", 3).ids]
    assert said[1] == ""


def test_the_fingerprint_tells_content_and_not_history(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as one, opened(tmp_path / "other") as other:
        for each in PAPERS:
            each.write_to(one.corpus)
        for each in reversed(PAPERS):
            each.write_to(other.corpus)
        other.corpus.remove("3.txt")
        assert one.fingerprint() != other.fingerprint()
        other.corpus.restore("3.txt")
        assert one.fingerprint() == other.fingerprint()
        seen = {one.fingerprint()}
        with_provenance(PAPERS[0], Provenance(title="T")).write_to(one.corpus)
        seen.add(one.fingerprint())
        one.corpus.edit("1.txt", {"publisher": "P"})
        seen.add(one.fingerprint())
        one.corpus.edit("1.txt", roles={Span(0, 5): Role.NOTE})
        seen.add(one.fingerprint())
        made("8.txt", "More.").write_to(one.corpus)
        seen.add(one.fingerprint())
        assert len(seen) == 5


def test_a_new_word_cutter_cuts_everything_again(folder: Path) -> None:
    with opened(folder) as library:
        for each in PAPERS:
            each.write_to(library.corpus)
        library.corpus.edit("2.txt", {"title": "Harbour"})
        library.corpus.remove("3.txt")
        old = library.fingerprint()
    with opened(folder, words=Backwards()) as library:
        assert library.fingerprint() != old
        with library.database.reading() as connection:
            terms = "SELECT term FROM term_counts WHERE term IN ('srewot', 'ruobrah', 'tower')"
            assert set(connection.execute(terms)) == {("srewot",), ("ruobrah",)}
        assert len(library.lexical.search("Towers", 20).ids) == 7
        library.corpus.restore("3.txt")
        library.corpus.remove("2.txt")
        assert len(library.lexical.search("Towers", 20).ids) == 7
        assert library.lexical.search("Harbour", 20).ids == ()
    assert all(finding.ok for finding in care.check(folder, Backwards()))


def test_a_reader_makes_do_with_the_terms_there_are(folder: Path) -> None:
    with opened(folder) as library:
        PAPERS[0].write_to(library.corpus)
    with opened(folder, words=Backwards(), readonly=True) as library:
        assert library.corpus.statistics().passages == 2


def test_reindexing_changes_nothing_that_can_be_seen(folder: Path) -> None:
    store = MemoryOpener()
    with opened(folder, store=store, exact_limit=0) as library:
        for each in PAPERS:
            each.write_to(library.corpus)
        library.corpus.remove("3.txt")
        before = (
            library.fingerprint(),
            library.lexical.search("towers paper", 20).ids,
            library.dense.nearest(QUERY, 20).ids,
            mean_of(library).tolist(),
        )
        library.reindex()
        assert before == (
            library.fingerprint(),
            library.lexical.search("towers paper", 20).ids,
            library.dense.nearest(QUERY, 20).ids,
            mean_of(library).tolist(),
        )
        assert [kept.count() for kept in store.kept.values()] == [14]


def test_one_library_serves_many_threads_while_one_writes(library: Library) -> None:
    failures: list[BaseException] = []
    counts: list[int] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                near = library.dense.nearest(QUERY, 50).ids
                assert all(p.text for p in library.corpus.passages(near))
                library.lexical.search("towers", 50)
                counts.append(library.corpus.statistics().passages)
        except BaseException as failure:  # noqa: BLE001 - told by the test itself
            failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(40):
        made(f"{number % 10}.txt", f"Towers {number}.", f"More towers of {number}.").write_to(
            library.corpus
        )
        if number % 10 == 0:
            library.drain()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert set(counts) <= set(range(0, 21, 2))
    assert len(set(counts)) > 2


def test_the_write_lock_is_the_librarys_own(library: Library, folder: Path) -> None:
    with library.writing(), opened(folder) as second:
        PAPERS[0].write_to(library.corpus)
        with pytest.raises(LibraryLocked):
            second.writing(timeout_s=0).__enter__()
        assert second.corpus.document("0.txt") == PAPERS[0].document


def test_the_words_of_the_program_are_a_word_cutter(library: Library) -> None:
    assert words.terms("Towers")
    assert isinstance(words.VERSION, str)
