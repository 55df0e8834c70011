"""Lexical search: terms of every script whole, common ones dropped, filters kept."""

from __future__ import annotations

import pytest

from rag.index.lexical import telling
from rag.index.library import Library
from rag.index.terms import DocumentTerms, cut, joined
from rag.records import Filters, Provenance, Role
from rag.text import words
from tests.fakes.documents import made


def texts(
    library: Library, question: str, depth: int = 10, filters: Filters = Filters()
) -> list[str]:
    ids = library.lexical.search(question, depth, filters).ids
    return [passage.text for passage in library.corpus.passages(ids)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The S-400 arrived in spring.", "when did the s-400 arrive"),
        ("俄罗斯的防空系统于春季抵达。", "防空系统"),
        ("سامانه‌های پدافندی در بهار رسیدند.", "پدافندی بهار"),
        ("Зенитные комплексы прибыли весной.", "зенитный комплекс"),
        ("وصلت منظومة الدفاع في الربيع.", "منظومة الدفاع"),
        ("It cost 1234.5 million.", "1234.5"),
        ("Η άνοιξη ήρθε νωρίς στους λόφους.", "λόφους"),
        ("ระบบป้องกันภัยทางอากาศมาถึงแล้ว", "ป้องกันภัย"),
    ],
)
def test_every_script_is_found_by_its_own_words(library: Library, text: str, question: str) -> None:
    made("noise.txt", *(f"Nothing to see in number {n}." for n in range(5))).write_to(
        library.corpus
    )
    made("text.txt", text).write_to(library.corpus)
    assert texts(library, question)[0] == text


def test_more_shared_and_rarer_terms_rank_higher(library: Library) -> None:
    says = ["harbour rain", "harbour rain bridge", "harbour tower", "harbour", "rain"]
    made("a.txt", *says).write_to(library.corpus)
    ranking = library.lexical.search("bridge rain harbour", 5)
    assert library.corpus.passages(ranking.ids)[0].text == "harbour rain bridge"
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)
    assert ranking.scores[0] > 0
    assert library.lexical.search("bridge rain harbour", 2).ids == ranking.ids[:2]


def test_a_title_speaks_for_all_its_passages_but_more_softly(library: Library) -> None:
    about = Provenance(title="The Varn lighthouse")
    made("a.txt", "It was lit in 1874.", "It burned oil.", provenance=about).write_to(
        library.corpus
    )
    made("b.txt", "The Varn lighthouse is white.").write_to(library.corpus)
    assert texts(library, "Varn lighthouse") == [
        "The Varn lighthouse is white.",
        "It burned oil.",
        "It was lit in 1874.",
    ]


def test_boilerplate_is_found_only_when_asked_for(library: Library) -> None:
    page = made(
        "a.html", "Subscribe to the harbour.", "The harbour froze.", roles=[Role.BOILERPLATE]
    )
    page.write_to(library.corpus)
    assert texts(library, "harbour") == ["The harbour froze."]
    asked = Filters(roles=(Role.BOILERPLATE,))
    assert texts(library, "harbour", filters=asked) == ["Subscribe to the harbour."]


def test_terms_that_mostly_boilerplate_holds_still_score_above_nothing(library: Library) -> None:
    menu = [f"Subscribe number {number}." for number in range(9)]
    page = made("a.html", *menu, "Subscribe in person.", roles=[Role.BOILERPLATE] * 9)
    page.write_to(library.corpus)
    ranking = library.lexical.search("subscribe", 5)
    assert ranking.ids == (page.passages[9].id,)
    assert ranking.scores[0] > 0


def test_filters_narrow_before_the_best_are_taken(library: Library) -> None:
    for number in range(30):
        made(f"{number}.txt", f"harbour harbour {number}").write_to(library.corpus)
    made("far.txt", "One long sentence that says harbour once only.").write_to(library.corpus)
    only = Filters(documents=("far.txt",))
    assert texts(library, "harbour", 3, only) == ["One long sentence that says harbour once only."]


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", '"', "NEAR(a b)", "a AND", "terms : x", "*", "'", "\x00", "zzzz"]
)
def test_any_question_is_a_question(library: Library, question: str) -> None:
    made("a.txt", "The harbour froze.").write_to(library.corpus)
    assert texts(library, question) == []


def test_a_very_long_question_is_answered(library: Library) -> None:
    made("a.txt", "The harbour froze in winter.").write_to(library.corpus)
    question = " ".join(f"unknown{number}" for number in range(2_000)) + " harbour"
    assert texts(library, question) == ["The harbour froze in winter."]


def test_no_depth_finds_nothing(library: Library) -> None:
    made("a.txt", "The harbour froze.").write_to(library.corpus)
    assert library.lexical.search("harbour", 0).ids == ()


def test_common_terms_are_dropped_once_there_are_many_passages() -> None:
    counts = {"the": 90_000, "of": 21_000, "russia": 19_000, "s400": 3, "typo": 0}
    assert telling(counts, 100_000) == ["s400", "russia", "typo"]
    assert telling(counts, 1_000_000) == ["s400", "russia", "of", "the", "typo"]


def test_a_question_of_common_terms_keeps_the_rarest() -> None:
    assert telling({"the": 90_000, "of": 80_000, "to": 70_000, "be": 60_000}, 100_000) == [
        "be",
        "to",
        "of",
    ]


def test_the_rarest_of_very_many_terms_are_kept() -> None:
    counts = {f"t{number}": number for number in range(1, 500)}
    assert telling(counts, 1_000) == [f"t{number}" for number in range(1, 65)]


def test_terms_come_back_as_they_were_packed() -> None:
    of = DocumentTerms("title terms", ("one two", "", "三四 四五"))
    assert DocumentTerms.unpacked(of.packed()) == of
    assert DocumentTerms.unpacked(DocumentTerms("", ()).packed()).bodies == ()


def test_a_cut_keeps_one_line_a_passage() -> None:
    lines = made("a.txt", "One\nline\u2028two", "Next\x0bline", "")
    bodies = cut(words, lines.passages).bodies
    assert len(bodies) == 3
    assert all(body == " ".join(body.split()) for body in bodies)
    assert joined(words, None) == ""
