"""Reprints, excerpts and versions are known as copies, as long as they can be found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from rag.index import care
from rag.index.corpus import Corpus
from rag.index.database import FILE_NAME
from rag.index.library import Library
from rag.records import Role
from rag.text import words
from tests.fakes.documents import DIMENSIONS, EMBEDDER, Made, made

STORY = (
    "The harbour of Kalvik froze over in the night to Tuesday for the first time in forty years.",
    "Ice breakers from two neighbouring ports were on their way by noon, the harbour master said.",
    "Eleven trawlers lie fast at the northern quay, and the crews sleep in the old customs house.",
    "The fish market opened an hour late and sold out of cod before most of the town was awake.",
)
OTHER = (
    "A committee of the regional council met on Friday to discuss the future of the ferry line.",
    "Nobody in the room could say how many passengers the boats had carried since the autumn.",
    "The chairwoman proposed a count, and the count was put off until the boats run again.",
    "Three members asked for a bus instead, which would take twice as long and cost a third.",
)
CHINESE = (
    "卡尔维克港在星期二凌晨结冰，这是四十年来的第一次，港务局长中午宣布封闭北码头。",
    "十一艘拖网渔船被困在北码头，船员们住进了旧海关大楼，市里给他们送去了热饭。",
)


def agency(name: str, *more: str) -> Made:
    return made(name, *STORY, *more)


def copied(corpus: Corpus, source: str) -> list[str]:
    return [each.source for each in corpus.copies(source)]


@pytest.fixture
def filled(corpus: Corpus) -> Corpus:
    for each in (agency("a.txt"), agency("b.txt", "By our own reporter."), made("c.txt", *OTHER)):
        each.write_to(corpus)
    return corpus


def test_a_reprint_is_a_copy_and_another_story_is_not(filled: Corpus) -> None:
    assert copied(filled, "a.txt") == ["b.txt"]
    assert copied(filled, "b.txt") == ["a.txt"]
    assert copied(filled, "c.txt") == []
    assert filled.entry("a.txt").copies == ("b.txt",)
    assert [entry.copies for entry in filled.documents()] == [("b.txt",), ("a.txt",), ()]


def test_how_much_stands_where_is_told_both_ways(corpus: Corpus) -> None:
    agency("short.txt").write_to(corpus)
    agency("long.txt", *OTHER).write_to(corpus)
    (of_short,) = corpus.copies("short.txt")
    (of_long,) = corpus.copies("long.txt")
    assert of_short.share == of_long.share_back == 1.0
    assert of_short.share_back == of_long.share
    assert 0.4 < of_long.share < 0.6


def test_paragraphs_cut_and_ordered_otherwise_are_still_a_copy(corpus: Corpus) -> None:
    made("cut.txt", STORY[2], STORY[0], f"{STORY[1]} {STORY[3]}").write_to(corpus)
    agency("a.txt").write_to(corpus)
    assert copied(corpus, "a.txt") == ["cut.txt"]


def test_an_edited_version_under_another_name_is_a_copy(corpus: Corpus) -> None:
    agency("draft.txt").write_to(corpus)
    edited = [text.replace("Tuesday", "Monday").replace("Eleven", "Twelve") for text in STORY]
    made("final.txt", *edited).write_to(corpus)
    (found,) = corpus.copies("final.txt")
    assert found.source == "draft.txt"
    assert 0.6 < found.share < 1.0


def test_traditional_and_simplified_characters_are_the_same_words(corpus: Corpus) -> None:
    made("s.txt", *CHINESE, language="zh").write_to(corpus)
    traditional = CHINESE[0].replace("尔维", "爾維").replace("结冰", "結冰").replace("长", "長")
    made("t.txt", traditional, CHINESE[1], language="zh").write_to(corpus)
    assert copied(corpus, "s.txt") == ["t.txt"]
    assert corpus.copies("s.txt")[0].share > 0.95


def test_template_words_make_no_copy(corpus: Corpus) -> None:
    kinds = [Role.BOILERPLATE] * len(STORY)
    for name, own in (("x.html", OTHER[0]), ("y.html", OTHER[2])):
        made(name, *STORY, own, roles=kinds).write_to(corpus)
    assert copied(corpus, "x.html") == []


def test_a_greeting_said_twice_is_no_copy(corpus: Corpus) -> None:
    for name in ("one.eml", "two.eml"):
        made(name, "Many thanks, I will look into it tomorrow morning.").write_to(corpus)
    assert copied(corpus, "one.eml") == []


def test_five_reprints_know_each_other(corpus: Corpus) -> None:
    names = [f"paper {n}.txt" for n in range(5)]
    for name in names:
        agency(name, f"Published by {name}.").write_to(corpus)
    ids = [corpus.entry(name).id for name in names]
    assert corpus.copied(ids) == {frozenset(pair) for pair in combinations(ids, 2)}
    assert corpus.copied(ids[:1]) == frozenset()


def test_a_removed_copy_is_forgotten_until_it_comes_back(filled: Corpus) -> None:
    filled.remove("b.txt")
    assert copied(filled, "a.txt") == []
    filled.restore("b.txt")
    assert copied(filled, "a.txt") == ["b.txt"]
    filled.remove("b.txt", now=True)
    assert copied(filled, "a.txt") == []


def test_a_new_version_is_compared_anew_and_the_old_one_is_kept_as_a_version(
    filled: Corpus,
) -> None:
    before = filled.entry("b.txt").id
    made("b.txt", *OTHER[:3]).write_to(filled)
    assert copied(filled, "a.txt") == []
    assert copied(filled, "b.txt") == ["c.txt"]
    (version,) = filled.versions("b.txt")
    assert (version.id, version.state) == (before, "replaced")
    assert filled.versions("a.txt") == []


def test_correcting_roles_decides_what_is_compared(filled: Corpus) -> None:
    spans = [passage.span for passage in filled.passages_of("b.txt")]
    filled.edit("b.txt", roles=dict.fromkeys(spans, Role.BOILERPLATE))
    assert copied(filled, "a.txt") == []
    filled.unedit("b.txt")
    assert copied(filled, "a.txt") == ["b.txt"]


def test_the_order_of_arrival_changes_nothing(folder: Path) -> None:
    papers = [agency("a.txt"), agency("b.txt", *OTHER), made("c.txt", *OTHER)]
    first = found_in(folder / "one", papers)
    assert first == found_in(folder / "two", papers[::-1])
    assert first == {("a.txt", "b.txt"), ("b.txt", "a.txt"), ("b.txt", "c.txt"), ("c.txt", "b.txt")}


def found_in(folder: Path, papers: Sequence[Made]) -> set[tuple[str, str]]:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        for paper in papers:
            paper.write_to(library.corpus)
        names = [paper.document.source for paper in papers]
        return {(name, other) for name in names for other in copied(library.corpus, name)}


def as_version_one(folder: Path) -> None:
    """Turn a library back into what the first released schema made of it."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for table in ("copies", "sketches", "fingerprints"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM meta WHERE name = 'kin'")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_a_library_of_the_first_version_learns_its_copies(folder: Path) -> None:
    found_in(folder, [agency("a.txt"), agency("b.txt"), made("c.txt", *OTHER)])
    as_version_one(folder)
    with Library.open(folder, EMBEDDER.name, DIMENSIONS, readonly=True) as library:
        assert copied(library.corpus, "a.txt") == []  # reading waits for the next writer
        assert len(library.corpus.documents()) == 3
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as library:
        assert copied(library.corpus, "a.txt") == ["b.txt"]
        assert library.corpus.passages_of("c.txt")[0].text == OTHER[0]
    assert all(finding.ok for finding in care.check(folder, words))


def test_the_doctor_sees_and_mends_what_does_not_fit(folder: Path) -> None:
    found_in(folder, [agency("a.txt"), agency("b.txt")])
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("DELETE FROM copies WHERE document = 1")
    connection.execute("INSERT INTO fingerprints (fingerprint, document) VALUES (7, 99)")
    connection.close()
    (kin,) = (finding for finding in care.check(folder, words) if finding.name == "kin")
    assert "1 fingerprints of no sketch" in kin.detail
    assert "1 copies kept one way only" in kin.detail
    assert all(finding.ok for finding in care.mend(folder, words))
