"""Filters resolved to passages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.errors import NotInLibrary, UsageError
from rag.index.corpus import Corpus
from rag.records import Filters, Passage, Provenance, Role, Searched
from tests.fakes.documents import Made, made


def document(source: str, published: str | None, publisher: str, *languages: str) -> Made:
    of = made(
        source,
        *(f"{source} says {number}." for number in range(len(languages))),
        roles=[Role.BOILERPLATE],
        provenance=Provenance(published=published, publisher=publisher),
    )
    passages = tuple(
        replace(passage, language=language)
        for passage, language in zip(of.passages, languages, strict=True)
    )
    return replace(of, passages=passages)


DOCUMENTS = [
    document("a.txt", "2019-05-06", "Morning Post", "en", "en", "zh"),
    document("b.txt", "2021", "Вечерний Курьер", "ru", "ru"),
    document("c.txt", None, "MORNING POST", "zh-Hant", "zh-Hant", "en"),
    document("d.txt", "2020-12", "", "fa", "fa"),
]


@pytest.fixture
def filled(corpus: Corpus) -> Corpus:
    for each in DOCUMENTS:
        each.write_to(corpus)
    corpus.remove("d.txt")
    return corpus


def chosen(corpus: Corpus, **filters: object) -> set[str]:
    """Source and language of the passages that filters allow, boilerplate marked by a star."""
    rowids = corpus.select(Filters(**filters)).rowids  # type: ignore[arg-type]
    assert rowids is not None
    assert rowids.tolist() == sorted(set(rowids.tolist()))
    every: list[Passage] = [p for made in DOCUMENTS for p in made.passages]
    named = {
        number: f"{p.text[0]} {p.language}{'*' * (p.role is Role.BOILERPLATE)}"
        for number, p in enumerate(every, start=1)
    }
    return {named[rowid] for rowid in rowids.tolist()}


def test_no_filter_means_everything_searchable(filled: Corpus) -> None:
    assert filled.select(Filters()).rowids is None
    assert filled.searched() == Searched(3, 5, ("en", "ru", "zh", "zh-Hant"))


def test_each_filter_alone(filled: Corpus) -> None:
    ids = DOCUMENTS[2].document.id
    assert chosen(filled, documents=("a.txt", ids)) == {"a en", "a zh", "c zh-Hant", "c en"}
    assert chosen(filled, languages=("zh",)) == {"a zh", "c zh-Hant"}
    assert chosen(filled, languages=("ZH-hant", "ru")) == {"c zh-Hant", "b ru"}
    assert chosen(filled, languages=("z",)) == set()
    assert chosen(filled, publishers=("morning post",)) == {"a en", "a zh", "c zh-Hant", "c en"}
    assert chosen(filled, publishers=("ВЕЧЕРНИЙ курьер",)) == {"b ru"}
    assert chosen(filled, publishers=("Nobody",)) == set()
    assert chosen(filled, roles=(Role.BOILERPLATE,)) == {"a en*", "b ru*", "c zh-Hant*"}
    assert chosen(filled, roles=(Role.BODY, Role.BOILERPLATE), documents=("b.txt",)) == {
        "b ru*",
        "b ru",
    }


def test_filters_together_narrow_each_other(filled: Corpus) -> None:
    assert chosen(filled, languages=("en",), publishers=("Morning Post",), until="2020") == {"a en"}


@pytest.mark.parametrize(
    ("since", "until", "sources"),
    [
        ("2019", None, "ab"),
        ("2019-05-06", "2019-05-06", "a"),
        ("2019-05-07", None, "b"),
        (None, "2019-05-05", ""),
        (None, "2019-05", "a"),
        ("2021-06", "2021-07", "b"),
        ("2022", None, ""),
    ],
)
def test_both_ends_of_a_time_count_as_inside(
    filled: Corpus, since: str | None, until: str | None, sources: str
) -> None:
    assert {each[0] for each in chosen(filled, since=since, until=until)} == set(sources)


def test_undated_documents_are_left_out_and_counted(filled: Corpus) -> None:
    assert filled.select(Filters(since="2000")).undated == 1
    assert filled.select(Filters(since="2000", languages=("ru",))).undated == 0
    assert filled.select(Filters(languages=("zh",))).undated == 0
    assert filled.searched(Filters(since="2000")) == Searched(2, 3, ("en", "ru", "zh"), undated=1)


def test_what_makes_no_sense_is_refused(filled: Corpus) -> None:
    with pytest.raises(UsageError, match='since "soon"'):
        filled.select(Filters(since="soon"))
    with pytest.raises(UsageError, match="2021 lies after until 2020"):
        filled.select(Filters(since="2021", until="2020"))
    with pytest.raises(NotInLibrary, match="was removed"):
        filled.select(Filters(documents=("d.txt",)))


def test_a_remembered_selection_follows_the_library(filled: Corpus) -> None:
    assert chosen(filled, languages=("ru",)) == {"b ru"}
    filled.remove("b.txt")
    assert chosen(filled, languages=("ru",)) == set()
    assert filled.searched() == Searched(2, 4, ("en", "zh", "zh-Hant"))
