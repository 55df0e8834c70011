"""Changing the model: refused by accident, done on purpose, and resumed after a kill."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.errors import LibraryError
from rag.index.library import Library
from rag.ports import Vectors
from rag.records import Passage
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made
from tests.fakes.hash_embedder import HashEmbedder
from tests.fakes.kept_means import mean_of
from tests.fakes.memory_opener import MemoryOpener

OTHER = HashEmbedder(48)
DOCUMENTS = [
    made(f"{n}.txt", *(f"Paper p{n} says m{m} of bridges." for m in range(20))) for n in range(40)
]


def embed(passages: Sequence[Passage]) -> Vectors:
    return OTHER.embed_passages([passage.text for passage in passages])


def opened(folder: Path, **options: object) -> Library:
    return Library.open(folder, OTHER.name, OTHER.dimensions, **options)  # type: ignore[arg-type]


@pytest.fixture
def filled(folder: Path) -> Path:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        for each in DOCUMENTS:
            each.write_to(library.corpus)
        library.corpus.remove("3.txt")
    return folder


@pytest.mark.parametrize("readonly", [False, True])
def test_vectors_of_another_model_are_refused_with_the_way_out(
    filled: Path, readonly: bool
) -> None:
    with pytest.raises(LibraryError, match=r"hash:words@32.*hash:words@48.*reindex --embed"):
        opened(filled, readonly=readonly)


def test_an_empty_library_takes_up_any_model(folder: Path) -> None:
    Library.open(folder, EMBEDDER.name, DIMENSIONS).close()
    with opened(folder) as library:
        vectors = embed(DOCUMENTS[0].passages)
        library.corpus.write(DOCUMENTS[0].document, DOCUMENTS[0].passages, vectors)
        assert library.dense.nearest(vectors[4], 1).ids == (DOCUMENTS[0].passages[4].id,)


def test_every_vector_is_computed_again(filled: Path) -> None:
    store = MemoryOpener()
    with opened(filled, any_embedder=True, store=store) as library:
        steps = list(library.reembed(OTHER.name, OTHER.dimensions, embed))
        assert [step.total for step in steps] == [800] * len(steps)
        assert steps[-1].done == 800
        assert library.corpus.restore("3.txt").passages == 20
    with opened(filled, store=store, exact_limit=0) as library:
        for each in DOCUMENTS[:5]:
            query = embed(each.passages[7:8])[0]
            assert library.dense.nearest(query, 1).ids == (each.passages[7].id,)
        every = np.concatenate([embed(each.passages) for each in DOCUMENTS])
        assert mean_of(library) == pytest.approx(every.mean(axis=0), abs=1e-6)
        assert len(store.kept) == 1
        assert library.matrix.faults() == 0
        assert len(list(filled.glob("vectors-*.f32"))) == 1


def test_until_the_end_the_library_answers_as_before_and_then_goes_on(filled: Path) -> None:
    with opened(filled, any_embedder=True) as library:
        steps = library.reembed(OTHER.name, OTHER.dimensions, embed)
        first = next(steps).done
        steps.close()
    with Library.open(filled, EMBEDDER.name, DIMENSIONS) as library:
        found = library.dense.nearest(DOCUMENTS[9].vectors[2], 1)
        assert found.ids == (DOCUMENTS[9].passages[2].id,)
    with opened(filled, any_embedder=True) as library:
        assert next(library.reembed(OTHER.name, OTHER.dimensions, embed)).done > first
        again = list(library.reembed(OTHER.name, OTHER.dimensions, embed))
        assert 0 < again[0].done - first <= 800 - first
    with opened(filled) as library:
        assert library.corpus.statistics().passages == 780


def test_half_a_run_with_a_third_model_counts_for_nothing(filled: Path) -> None:
    third = HashEmbedder(64)

    def embed_third(passages: Sequence[Passage]) -> Vectors:
        return third.embed_passages([passage.text for passage in passages])

    with opened(filled, any_embedder=True) as library:
        next(library.reembed(third.name, third.dimensions, embed_third))
        assert next(library.reembed(OTHER.name, OTHER.dimensions, embed)).done < 800 / 2
