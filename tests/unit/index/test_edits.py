"""Corrections: laid over what was read, filtered by, and still there after a new version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.errors import UsageError
from rag.index.corpus import Corpus
from rag.index.library import Library
from rag.records import Filters, Provenance, Role, Span
from tests.fakes.documents import Made, made
from tests.fakes.kept_means import mean_of

READ = Provenance(title="Untitled", publisher="Daily", authors=("A.",), published="2020")
NEWS = made("news.html", "Subscribe to us now.", "The bridge was opened.", provenance=READ)


def later(*paragraphs: str) -> Made:
    return made("news.html", *paragraphs, provenance=READ)


def roles(corpus: Corpus) -> list[Role]:
    return [passage.role for passage in corpus.passages_of("news.html")]


def test_fields_are_corrected_one_by_one(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    corpus.edit("news.html", {"title": "The bridge", "authors": ("B.", "C.")})
    entry = corpus.edit("news.html", {"published": "2021-03-04", "publisher": None})
    assert entry.provenance == Provenance("The bridge", None, ("B.", "C."), "2021-03-04")
    assert corpus.document("news.html").provenance == entry.provenance
    assert corpus.unedit("news.html").provenance == READ


def test_corrected_fields_are_what_filters_see(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    corpus.edit("news.html", {"published": "2021-03-04", "publisher": "Weekly"})
    for filters, passages in {
        Filters(publishers=("weekly",)): 2,
        Filters(publishers=("Daily",)): 0,
        Filters(since="2021-03"): 2,
        Filters(until="2020-12-31"): 0,
    }.items():
        assert corpus.searched(filters).passages == passages, filters


def test_a_corrected_title_is_searched_by(library: Library) -> None:
    NEWS.write_to(library.corpus)
    assert library.lexical.search("Golden Gate", 5).ids == ()
    library.corpus.edit("news.html", {"title": "Golden Gate"})
    assert len(library.lexical.search("Golden Gate", 5).ids) == 2
    assert library.lexical.search("Untitled", 5).ids == ()


def test_corrected_roles_decide_what_is_searched(library: Library) -> None:
    corpus = library.corpus
    NEWS.write_to(corpus)
    corpus.edit("news.html", roles={NEWS.passages[0].span: Role.BOILERPLATE})
    assert roles(corpus) == [Role.BOILERPLATE, Role.BODY]
    assert library.lexical.search("subscribe", 5).ids == ()
    assert library.dense.nearest(NEWS.vectors[0], 5).ids == (NEWS.passages[1].id,)
    assert mean_of(library) == pytest.approx(NEWS.vectors[1], abs=1e-6)
    corpus.edit("news.html", roles={NEWS.passages[0].span: Role.CAPTION})
    assert roles(corpus) == [Role.CAPTION, Role.BODY]
    assert library.lexical.search("subscribe", 5).ids == (NEWS.passages[0].id,)


def test_corrections_survive_a_new_version(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    corpus.edit("news.html", {"title": "The bridge"}, {NEWS.passages[0].span: Role.BOILERPLATE})
    later("New today.", "Subscribe to us now.", "The bridge was closed.").write_to(corpus)
    assert corpus.entry("news.html").provenance.title == "The bridge"
    assert roles(corpus) == [Role.BODY, Role.BOILERPLATE, Role.BODY]


def test_a_correction_rests_while_its_words_are_gone(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    corpus.edit("news.html", roles={NEWS.passages[0].span: Role.BOILERPLATE})
    later("The bridge was closed.").write_to(corpus)
    assert roles(corpus) == [Role.BODY]
    later("The bridge was closed.", "Subscribe to us now.").write_to(corpus)
    assert roles(corpus) == [Role.BODY, Role.BOILERPLATE]


def test_of_the_same_words_twice_the_nearer_ones_are_meant(corpus: Corpus) -> None:
    twice = later("Read more.", "One.", "Two.", "Read more.")
    twice.write_to(corpus)
    corpus.edit("news.html", roles={twice.passages[3].span: Role.BOILERPLATE})
    assert roles(corpus) == [Role.BODY] * 3 + [Role.BOILERPLATE]
    later("Read more.", "One.", "Two.", "Three.", "Read more.").write_to(corpus)
    assert roles(corpus) == [Role.BODY] * 4 + [Role.BOILERPLATE]


def test_a_correction_counts_for_passages_it_covers_by_half(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    first = NEWS.passages[0].span
    half = Span(first.start, first.end - len(first) // 2)
    corpus.edit(
        "news.html", roles={half: Role.NOTE, Span(first.end, first.end + 5): Role.QUOTATION}
    )
    assert roles(corpus) == [Role.NOTE, Role.BODY]


def test_the_same_reading_stays_unchanged_under_corrections(corpus: Corpus) -> None:
    NEWS.write_to(corpus)
    corpus.edit("news.html", {"title": "T"}, {NEWS.passages[0].span: Role.NOTE})
    assert NEWS.write_to(corpus) == "unchanged"
    retold = replace(NEWS, document=replace(NEWS.document, problems=("page 2 is an image",)))
    assert retold.write_to(corpus) == "updated"
    assert corpus.entry("news.html").provenance.title == "T"
    assert roles(corpus) == [Role.NOTE, Role.BODY]


def test_all_that_is_wrong_with_a_correction_is_told_at_once(library: Library) -> None:
    corpus = library.corpus
    NEWS.write_to(corpus)
    before = library.fingerprint()
    with pytest.raises(UsageError, match=r'"headline".*authors is a list.*"soon" is no date'):
        corpus.edit("news.html", {"headline": "x", "authors": "A.", "published": "soon"})
    with pytest.raises(UsageError, match=r"0-44.*90"):
        corpus.edit("news.html", {"title": "T"}, {Span(5, 90): Role.NOTE})
    assert library.fingerprint() == before
    assert library.lexical.search("bridge", 5).ids == (NEWS.passages[1].id,)
