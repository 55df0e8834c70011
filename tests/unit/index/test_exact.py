"""The matrix: exact, in step with SQLite however its file came to be, and shared by processes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.index import findings
from rag.index.corpus import Corpus
from rag.index.database import FILE_NAME, Database
from rag.index.exact import Matrix
from rag.index.library import Library
from rag.index.matrix_file import MatrixFile
from rag.ports import Vectors
from rag.records import Filters, Role
from tests.fakes.documents import DIMENSIONS, EMBEDDER, Made, leaning_documents, made
from tests.fakes.full_disk import room_for
from tests.fakes.kept_means import mean_of


def papers(first: int, last: int) -> list[Made]:
    return [
        made(f"{n}.txt", f"Paper {n} on bridges.", f"Subscribe {n}", f"Towers and {n} more.",
             roles=[Role.BODY, Role.BOILERPLATE])
        for n in range(first, last)
    ]  # fmt: skip


def write(corpus: Corpus, documents: list[Made]) -> None:
    for each in documents:
        each.write_to(corpus)


@pytest.fixture
def query() -> Vectors:
    return EMBEDDER.embed_queries(["more bridges and towers"])[0]


def by_hand(documents: list[Made], query: Vectors, depth: int) -> list[str]:
    """The nearest passages found one by one; of equal ones the first in the library."""
    scored = [
        (-round(float(vector @ query), 5), place, passage.id)
        for each in documents
        for place, (passage, vector) in enumerate(zip(each.passages, each.vectors, strict=True))
        if passage.role is not Role.BOILERPLATE
    ]
    return [passage_id for _, _, passage_id in sorted(scored, key=lambda hit: hit[0])[:depth]]


def matrix_file(folder: Path) -> MatrixFile:
    (path,) = folder.glob("vectors-*.f32")
    return MatrixFile(path, DIMENSIONS)


def test_an_empty_library_finds_nothing(library: Library, query: Vectors) -> None:
    assert library.matrix.search(query, 5).ids == ()
    library.matrix.catch_up()
    assert library.matrix.search(query, 5).ids == ()
    assert mean_of(library).tolist() == [0.0] * DIMENSIONS


def test_the_nearest_are_those_found_by_hand(library: Library, query: Vectors) -> None:
    documents = papers(0, 40)
    write(library.corpus, documents[:25])
    library.matrix.catch_up()
    write(library.corpus, documents[25:])
    found = library.matrix.search(query, 10)
    assert set(found.ids) == set(by_hand(documents, query, 10))
    assert list(found.scores) == sorted(found.scores, reverse=True)
    usual = library.matrix.usual(query)["en"]
    highest = max(float((each.vectors @ query).max()) for each in documents)
    assert found.scores[0] == pytest.approx(highest - usual, abs=1e-6)


@pytest.mark.parametrize("share", [0.02, 0.9])
def test_a_subset_is_searched_alone(library: Library, query: Vectors, share: float) -> None:
    documents = papers(0, 40)
    write(library.corpus, documents[:30])
    library.matrix.catch_up()
    write(library.corpus, documents[30:])
    every = library.matrix.searchable()
    some = np.sort(
        np.random.default_rng(0).choice(every, int(len(every) * share) + 2, replace=False)
    )
    full = library.matrix.search(query, 1_000)
    with library.database.reading() as connection:
        ids = {
            f"{d}:{s}-{e}"
            for d, s, e in connection.execute(
                "SELECT document_id, start_char, end_char FROM searchable "
                f"WHERE rowid IN ({','.join(map(str, some))})"
            )
        }
    assert library.matrix.search(query, 1_000, some).ids == tuple(i for i in full.ids if i in ids)
    gone = np.array([900_000, 900_001])
    assert library.matrix.search(query, 5, gone).ids == ()


def test_the_mean_is_that_of_all_searchable_vectors(library: Library) -> None:
    documents = papers(0, 20)
    write(library.corpus, documents)
    library.corpus.remove("3.txt")
    kept = [each.vectors[[0, 2]] for number, each in enumerate(documents) if number != 3]
    assert mean_of(library) == pytest.approx(np.concatenate(kept).mean(axis=0), abs=1e-6)


def test_a_library_of_boilerplate_alone_can_be_searched_for_it(library: Library) -> None:
    menu = made("menu.html", "Subscribe.", "Log in.", roles=[Role.BOILERPLATE] * 2)
    menu.write_to(library.corpus)
    assert library.matrix.search(menu.vectors[0], 5).ids == ()
    asked = library.corpus.select(Filters(roles=(Role.BOILERPLATE,))).rowids
    assert library.matrix.search(menu.vectors[0], 1, asked).ids == (menu.passages[0].id,)


def test_each_language_is_measured_by_its_own_usual_cosine(library: Library) -> None:
    """Vectors of one language that all lean towards the question do not bury the other's best."""
    query = leaning_documents(library.corpus)
    found = library.corpus.passages(library.matrix.search(query, 40).ids)
    assert {passage.language for passage in found} == {"en", "zh"}
    usual = library.matrix.usual(query)
    assert usual["zh"] > usual["en"] + 0.3
    assert library.matrix.search(query, 40).scores[0] < 0.3


def test_a_reader_elsewhere_needs_no_file_and_follows_the_writer(
    library: Library, folder: Path, query: Vectors
) -> None:
    documents = papers(0, 12)
    reader = Matrix(Database.open(folder, readonly=True))
    for stop in (4, 8, 12):
        write(library.corpus, documents[:stop])
        assert reader.search(query, 5).ids == library.matrix.search(query, 5).ids
        assert not list(folder.glob("vectors-*")) or stop > 8
        if stop == 8:
            library.drain()
    assert set(reader.search(query, 5).ids) == set(by_hand(documents, query, 5))


def test_the_file_grows_and_is_written_anew_when_too_much_of_it_is_dead(
    library: Library, folder: Path
) -> None:
    write(library.corpus, papers(0, 10))
    library.drain()
    first = matrix_file(folder).path.stat().st_ino
    write(library.corpus, papers(10, 12))
    library.drain()
    assert matrix_file(folder).path.stat().st_ino == first
    assert len(matrix_file(folder).mapped().rowids) == 36
    for version in range(8):
        long = made("long.txt", *(f"Version {version}, line {line}." for line in range(300)))
        long.write_to(library.corpus)
        library.drain()
    assert matrix_file(folder).path.stat().st_ino != first
    assert len(matrix_file(folder).mapped().rowids) < 2_000
    assert library.matrix.faults() == 0


def test_a_record_torn_by_a_kill_is_cut_off(library: Library, folder: Path, query: Vectors) -> None:
    documents = papers(0, 8)
    write(library.corpus, documents[:6])
    library.drain()
    path = matrix_file(folder).path
    path.write_bytes(path.read_bytes()[:-50])
    write(library.corpus, documents[6:])
    fresh = Matrix(library.database)
    assert set(fresh.search(query, 5).ids) == set(by_hand(documents, query, 5))
    library.drain()
    assert matrix_file(folder).mapped().rowids.tolist() == list(range(1, 25))
    assert fresh.faults() == 0


@pytest.mark.parametrize("spoilt", [b"", b"\0" * 5_000, b"garbage " * 900])
def test_a_spoilt_file_is_not_believed(
    library: Library, folder: Path, query: Vectors, spoilt: bytes
) -> None:
    documents = papers(0, 8)
    write(library.corpus, documents)
    library.drain()
    matrix_file(folder).path.write_bytes(spoilt)
    fresh = Matrix(library.database)
    assert set(fresh.search(query, 5).ids) == set(by_hand(documents, query, 5))
    fresh.catch_up()
    assert len(matrix_file(folder).mapped().rowids) == 24
    assert fresh.faults() == 0


def test_a_library_put_back_from_a_backup_does_not_believe_a_newer_matrix(
    folder: Path, query: Vectors
) -> None:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        write(library.corpus, papers(0, 5))
    backup = (folder / FILE_NAME).read_bytes()
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        write(library.corpus, papers(5, 10))
    (folder / FILE_NAME).write_bytes(backup)
    others = papers(20, 23)
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        write(library.corpus, others)
        wanted = by_hand(papers(0, 5) + others, query, 5)
        assert set(library.matrix.search(query, 5).ids) == set(wanted)
        library.drain()
        assert library.matrix.faults() == 0


def test_rows_changed_in_the_file_are_noticed(library: Library, folder: Path) -> None:
    write(library.corpus, papers(0, 8))
    library.drain()
    path = matrix_file(folder).path
    data = bytearray(path.read_bytes())
    data[8 + 4] ^= 0xFF
    path.write_bytes(data)
    assert Matrix(library.database).faults() == 1
    library.matrix.remake()
    assert Matrix(library.database).faults() == 0


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("nonsense", [np.nan, np.inf, -np.inf, 3e38, 40.0])
def test_numbers_no_vector_can_hold_are_damage_and_are_not_used(
    library: Library,
    folder: Path,
    query: Vectors,
    nonsense: float,
    caplog: pytest.LogCaptureFixture,
) -> None:
    documents = papers(0, 8)
    write(library.corpus, documents)
    library.drain()
    path = matrix_file(folder).path
    data = bytearray(path.read_bytes())
    data[8 : 8 + 4 * DIMENSIONS] = np.full(DIMENSIONS, nonsense, dtype="<f4").tobytes()
    path.write_bytes(data)
    fresh = Matrix(library.database)
    assert fresh.faults() == 1
    for _ in range(2):
        assert set(fresh.search(query, 5).ids) == set(by_hand(documents, query, 5))
    assert caplog.text.count("doctor --mend") == 1
    fresh.catch_up()
    assert fresh.faults() == 0


def test_no_room_for_the_file_is_told_and_fails_nothing(
    library: Library, folder: Path, query: Vectors, caplog: pytest.LogCaptureFixture
) -> None:
    documents = papers(0, 30)
    write(library.corpus, documents)
    with room_for(2_000):
        library.drain()
    assert "searches take longer until the matrix file can be written" in caplog.text
    assert not list(folder.glob("vectors-*.f32*"))
    assert set(library.matrix.search(query, 5).ids) == set(by_hand(documents, query, 5))
    library.drain()
    assert len(matrix_file(folder).mapped().rowids) == 90


def test_a_folder_in_the_place_of_the_file_is_named_and_moved_aside(
    library: Library, folder: Path, query: Vectors
) -> None:
    documents = papers(0, 8)
    write(library.corpus, documents)
    library.drain()
    path = matrix_file(folder).path
    path.unlink()
    path.mkdir()
    (path / "kept.txt").write_text("somebody's")
    fresh = Matrix(library.database)
    assert set(fresh.search(query, 5).ids) == set(by_hand(documents, query, 5))
    assert not findings.matrix(library.database).ok
    fresh.remake()
    assert findings.matrix(library.database).ok
    assert len(matrix_file(folder).mapped().rowids) == 24
    assert [each.read_text() for each in folder.glob("no-*/kept.txt")] == ["somebody's"]


def test_a_library_that_never_held_anything_finds_nothing(folder: Path, query: Vectors) -> None:
    Database.open(folder).close()
    matrix = Matrix(Database.open(folder, readonly=True))
    assert matrix.search(query, 5).ids == ()
    assert not len(matrix.searchable())
    assert matrix.usual(query) == {}
