"""What `sources show` tells of twins that differ, of copies and of older versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.cli import reporting
from rag.flows.report import Report, report
from rag.index.library import Library
from rag.records import Passage, Span
from tests.fakes.documents import DIMENSIONS, EMBEDDER, Made, made

ENGLISH = (
    "The line from Kalvik to the north is 420 kilometres long and crosses eleven rivers.",
    "The last train of the season leaves the northern terminus on the first day of October.",
    "Snow fences were put up along the pass before the rails were laid across it.",
)
CHINESE = (
    "从卡尔维克向北的铁路长430公里，跨越十一条河流。",
    "本季最后一班列车十月一日从北端终点站开出。",
    "在铺轨之前，山口沿线已经竖起了防雪栅栏。",
)


def bilingual() -> Made:
    """Paragraphs that alternate with their translations, each pair with one vector."""
    both = [text for pair in zip(ENGLISH, CHINESE, strict=True) for text in pair]
    of = made("line.txt", *both)
    passages = [
        replace(passage, language="zh") if place % 2 else passage
        for place, passage in enumerate(of.passages)
    ]
    vectors = of.vectors.copy()
    vectors[1::2] = vectors[::2]
    return Made(of.document, tuple(passages), vectors)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data", EMBEDDER.name, DIMENSIONS) as opened:
        yield opened


def told(library: Library, source: str) -> Report:
    corpus = library.corpus
    entry = corpus.entry(source)
    return report(entry, corpus.passages_of(entry.id), corpus)


def test_twins_that_differ_are_told_with_their_places(library: Library) -> None:
    bilingual().write_to(library.corpus)
    found = told(library, "line.txt")
    assert found.twins == 3
    (warning,) = found.twin_warnings
    text = library.corpus.document("line.txt").text
    assert (warning.difference.here, warning.difference.there) == ("420 kilometres", "430公里")
    assert warning.here.of(text) == ENGLISH[0]
    assert warning.there.of(text) == CHINESE[0]
    assert "! twins differ (number): 0-83 “420 kilometres”" in "\n".join(reporting.lines(found))


def test_copies_and_versions_are_told(library: Library) -> None:
    made("a.txt", *ENGLISH).write_to(library.corpus)
    made("b.txt", *ENGLISH, "A paragraph of our own on the line.").write_to(library.corpus)
    made("c.txt", *ENGLISH, *CHINESE, *CHINESE[::-1]).write_to(library.corpus)
    made("a.txt", *ENGLISH, "A correction was added a day later.").write_to(library.corpus)
    lines = list(reporting.lines(told(library, "a.txt")))
    assert any(line.startswith("copy: b.txt has 8") for line in lines)
    assert any(line.startswith("part of: c.txt, which has 8") for line in lines)
    contained = reporting.lines(told(library, "c.txt"))
    assert any(line.startswith("contains: 8") for line in contained)
    (version,) = told(library, "a.txt").versions
    assert version.characters == len("\n\n".join(ENGLISH))
    assert any(line.startswith(f"older version: {version.document_id}, ") for line in lines)


def test_a_lone_document_has_nothing_of_the_kind(library: Library) -> None:
    made("a.txt", *ENGLISH).write_to(library.corpus)
    found = told(library, "a.txt")
    assert (found.twins, found.twin_warnings, found.copies, found.versions) == (0, (), (), ())
    assert library.corpus.twin(Passage("x", Span(0, 1), "x")) is None
