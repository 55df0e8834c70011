"""Documents going in: added, unchanged, updated, replaced, and refused when they are not whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rag.errors import LibraryError, NotInLibrary
from rag.index.corpus import Corpus, Known
from rag.index.library import Library
from rag.records import Filters, IngestOutcome, Passage, Provenance, Role, Span
from tests.fakes.documents import EMBEDDER, Made, made, with_provenance

TREATY = made("a/treaty.txt", "The treaty was extended in 2021.", "Nobody objected to the terms.")
WEATHER = made("weather.txt", "Rain fell on the harbour all day.")
TREATY_NOW = made("a/treaty.txt", "The treaty was extended in 2026.", "Nobody objected.", "Yet.")


def found(library: Library, words: str) -> list[str]:
    """Texts of the passages that lexical search finds."""
    ids = library.lexical.search(words, 10).ids
    return [passage.text for passage in library.corpus.passages(ids)]


def nearest(library: Library, words: str) -> str:
    """Text of the passage that dense search finds first."""
    ids = library.dense.nearest(EMBEDDER.embed_queries([words])[0], 1).ids
    return library.corpus.passages(ids)[0].text


def test_a_document_comes_back_as_it_went_in(corpus: Corpus) -> None:
    told = replace(
        TREATY.document,
        provenance=Provenance("Title", "Paper", ("A. B.", "C. D."), "2021-02", ("en",), note="n"),
        problems=("page 3 holds an image only",),
    )
    assert replace(TREATY, document=told).write_to(corpus) is IngestOutcome.ADDED
    assert corpus.document(told.id) == told
    assert corpus.document("a/treaty.txt") == told
    assert corpus.passages_of("a/treaty.txt") == list(TREATY.passages)
    assert corpus.text(told.id, Span(4, 10)) == "treaty"
    (entry,) = corpus.documents()
    assert entry == corpus.entry(told.id)
    assert (entry.passages, entry.characters, entry.state) == (2, len(told.text), "ready")
    assert entry.provenance == told.provenance
    assert entry.problems == told.problems


def test_it_can_be_found_by_its_words_and_by_its_vectors(library: Library) -> None:
    TREATY.write_to(library.corpus)
    WEATHER.write_to(library.corpus)
    assert found(library, "harbour rain") == ["Rain fell on the harbour all day."]
    assert nearest(library, "Rain fell on the harbour all day.").startswith("Rain")
    assert library.corpus.statistics().passages == 3


def test_writing_twice_changes_nothing(library: Library) -> None:
    TREATY.write_to(library.corpus)
    before = library.corpus.documents(), library.fingerprint()
    assert TREATY.write_to(library.corpus) is IngestOutcome.UNCHANGED
    assert (library.corpus.documents(), library.fingerprint()) == before


def test_a_changed_text_replaces_the_old_version_which_keeps_its_words(library: Library) -> None:
    corpus = library.corpus
    TREATY.write_to(corpus)
    assert TREATY_NOW.write_to(corpus) is IngestOutcome.UPDATED
    assert corpus.document("a/treaty.txt") == TREATY_NOW.document
    assert corpus.document(TREATY.document.id) == TREATY.document
    assert corpus.passages_of(TREATY.document.id) == []
    assert found(library, "2021 terms") == []
    assert found(library, "2026") == ["The treaty was extended in 2026."]
    assert nearest(library, "Nobody objected to the terms.") == "Nobody objected."
    states = [entry.state for entry in corpus.documents(include_removed=True)]
    assert states == ["replaced", "ready"]
    assert corpus.statistics().documents == 1


def test_a_text_that_comes_back_is_current_again(library: Library) -> None:
    for version in (TREATY, TREATY_NOW, TREATY):
        version.write_to(library.corpus)
    assert library.corpus.document("a/treaty.txt") == TREATY.document
    assert found(library, "terms") == ["Nobody objected to the terms."]
    assert len(library.corpus.documents(include_removed=True)) == 2


def test_better_provenance_for_the_same_text_is_an_update(corpus: Corpus) -> None:
    TREATY.write_to(corpus)
    dated = with_provenance(TREATY, Provenance(published="2021-02-04"))
    assert dated.write_to(corpus) is IngestOutcome.UPDATED
    assert corpus.entry("a/treaty.txt").provenance.published == "2021-02-04"
    assert len(corpus.documents(include_removed=True)) == 1


def test_passages_cut_otherwise_are_an_update(library: Library) -> None:
    TREATY.write_to(library.corpus)
    whole = TREATY.document.text
    one = Passage(TREATY.document.id, Span(0, len(whole)), whole, "en")
    recut = Made(TREATY.document, (one,), EMBEDDER.embed_passages([whole]))
    assert recut.write_to(library.corpus) is IngestOutcome.UPDATED
    assert library.corpus.passages_of("a/treaty.txt") == [one]
    assert found(library, "treaty") == [whole]


def test_a_document_without_passages_is_kept_too(library: Library) -> None:
    empty = made("empty.txt")
    assert empty.write_to(library.corpus) is IngestOutcome.ADDED
    assert empty.write_to(library.corpus) is IngestOutcome.UNCHANGED
    assert library.corpus.passages_of("empty.txt") == []
    assert library.corpus.document("empty.txt").text == ""


def test_a_known_source_need_not_be_read_again(corpus: Corpus) -> None:
    assert corpus.known("a/treaty.txt") is None
    TREATY.write_to(corpus, reader_version="text 3")
    assert corpus.known("a/treaty.txt") == Known(
        TREATY.document.id, TREATY.document.original, "text 3"
    )
    corpus.remove("a/treaty.txt")
    assert corpus.known("a/treaty.txt") is None


def test_sources_are_known_by_the_folder_they_came_from(corpus: Corpus) -> None:
    TREATY.write_to(corpus, root="papers")
    WEATHER.write_to(corpus, root="papers/../other")
    made("pasted.txt", "No folder at all.").write_to(corpus)
    assert corpus.sources_under(["papers"]) == ["a/treaty.txt"]
    assert corpus.sources_under(["papers", "other"]) == ["a/treaty.txt", "weather.txt"]
    WEATHER.write_to(corpus, root="papers")
    assert corpus.sources_under(["papers/"]) == ["a/treaty.txt", "weather.txt"]


def test_an_unknown_document_is_refused_with_its_neighbours(corpus: Corpus) -> None:
    with pytest.raises(NotInLibrary, match="footnote sources"):
        corpus.document("treaty.txt")
    TREATY.write_to(corpus)
    WEATHER.write_to(corpus)
    with pytest.raises(NotInLibrary, match=r'did you mean "a/treaty\.txt"'):
        corpus.document("treaty.txt")
    with pytest.raises(NotInLibrary, match=r'"weather\.txt"'):
        corpus.select(Filters(documents=("wether.txt",)))


def test_passages_keep_the_order_they_were_asked_in(corpus: Corpus) -> None:
    TREATY.write_to(corpus)
    WEATHER.write_to(corpus)
    wanted = [WEATHER.passages[0], TREATY.passages[1], TREATY.passages[0]]
    ids = [passage.id for passage in wanted]
    assert corpus.passages(ids) == wanted
    assert corpus.passages([ids[0], "gone:0-5", "no id", f"{ids[1]}0", ids[2]]) == [
        wanted[0],
        wanted[2],
    ]
    assert corpus.passages([]) == []


def test_neighbours_stop_at_the_ends_of_the_document(corpus: Corpus) -> None:
    WEATHER.write_to(corpus)
    many = made("many.txt", *(f"Paragraph number {number}." for number in range(6)))
    many.write_to(corpus)
    TREATY.write_to(corpus)
    assert corpus.neighbours(many.passages[2], 1) == list(many.passages[1:4])
    assert corpus.neighbours(many.passages[0], 2) == list(many.passages[:3])
    assert corpus.neighbours(many.passages[5], 9) == list(many.passages)
    assert corpus.neighbours(many.passages[3], 0) == [many.passages[3]]
    corpus.remove("many.txt")
    assert corpus.neighbours(many.passages[2], 1) == []


def test_speaker_page_language_and_role_are_kept(corpus: Corpus) -> None:
    told = replace(
        TREATY.passages[0], language="ru", role=Role.COMMENT, speaker="A commenter", page=7
    )
    replace(TREATY, passages=(told, TREATY.passages[1])).write_to(corpus)
    assert corpus.passages([told.id]) == [told]


def test_any_text_survives(corpus: Corpus) -> None:
    odd = made(
        "odd.txt", "NUL \x00 inside", "🎉 family 👨‍👩‍👧 ﷽ a\u0301", "\u200f\u202eRTL\u202c", "\t \t"
    )
    odd.write_to(corpus)
    assert corpus.document("odd.txt") == odd.document
    assert corpus.passages_of("odd.txt") == list(odd.passages)


def test_twins_of_a_bilingual_document_find_each_other(corpus: Corpus) -> None:
    says = ["river bridge opened", "tower burned down", "garden closed today"]
    bilingual = made("two.txt", *says, *says)
    passages = tuple(
        replace(passage, language="en" if number < 3 else "zh")
        for number, passage in enumerate(bilingual.passages)
    )
    replace(bilingual, passages=passages).write_to(corpus)
    for number in range(3):
        assert corpus.twin(passages[number]) == passages[number + 3]
        assert corpus.twin(passages[number + 3]) == passages[number]
    WEATHER.write_to(corpus)
    assert corpus.twin(WEATHER.passages[0]) is None


def test_what_is_not_whole_is_refused_and_leaves_nothing(library: Library) -> None:
    other = made("a/treaty.txt", "The treaty was ended in 2021.")
    broken = [
        replace(TREATY, vectors=TREATY.vectors[:1]),
        replace(TREATY, vectors=np.full_like(TREATY.vectors, np.nan)),
        replace(TREATY, passages=TREATY.passages[::-1]),
        replace(TREATY, passages=(TREATY.passages[0],) * 2),
        replace(TREATY, passages=(*TREATY.passages[:1], *WEATHER.passages)),
        replace(TREATY, document=replace(other.document, id=TREATY.document.id)),
    ]
    for each in broken:
        with pytest.raises(ValueError, match=r"a/treaty\.txt|weather|is no slice"):
            each.write_to(library.corpus)
    with pytest.raises(LibraryError, match="reindex --embed"):
        replace(TREATY, vectors=TREATY.vectors[:, :8]).write_to(library.corpus)
    assert library.corpus.documents(include_removed=True) == []
    assert library.corpus.statistics().passages == 0
