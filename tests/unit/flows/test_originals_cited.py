"""On the originals: the thread is not the article, leftovers are no evidence, twins are one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.records import Answer, Role
from rag.settings import load
from rag.wiring import Mode, opened

THREAD, THREAD_BEGINS = "002_", 4514
BILINGUAL = "000_"
QUESTIONS = (
    "Is Russia a paper tiger?",
    "Why does the West push Russia towards China?",
    "俄罗斯是纸老虎吗?",
    "What keywords and authors does the page give?",
    "Why are relations between the United States and Russia hard to reset?",
    "美俄关系为什么难以重启?",
    "Что мешает перезагрузке отношений США и России?",
)


@pytest.fixture(scope="module")
def engine(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if not (shared / "seeds").is_dir():
        pytest.skip("the originals are not in the shared folder")
    settings = load({"data": str(tmp_path_factory.mktemp("originals"))}, {}).settings
    with opened(settings, Mode.WRITE) as writer:
        list(writer.ingest([shared / "seeds"]))
    with opened(settings) as reader:
        yield reader


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[Answer]:
    return [engine.ask(question) for question in QUESTIONS]


def source(engine: Engine, prefix: str) -> str:
    return next(e.source for e in engine.documents() if e.source.startswith(prefix))


def test_the_thread_begins_where_the_article_ends(engine: Engine) -> None:
    passages = engine.show(source(engine, THREAD)).passages
    after = {passage.role for passage in passages if passage.span.start >= THREAD_BEGINS}
    before = {passage.role for passage in passages if passage.span.start < THREAD_BEGINS}
    assert after <= {Role.COMMENT, Role.UNKNOWN}
    assert Role.COMMENT not in before


def test_the_thread_is_never_cited_as_the_article(answers: list[Answer]) -> None:
    cited = [c for answer in answers for c in answer.citations if c.source.startswith(THREAD)]
    assert any(citation.span.start >= THREAD_BEGINS for citation in cited)
    for citation in cited:
        if citation.span.start >= THREAD_BEGINS:
            assert citation.role in (Role.COMMENT, Role.UNKNOWN)


def test_template_leftovers_are_never_evidence(answers: list[Answer]) -> None:
    for answer in answers:
        assert all(citation.role is not Role.BOILERPLATE for citation in answer.citations)
        assert all(hit.passage.role is not Role.BOILERPLATE for hit in answer.retrieved)


def test_the_two_halves_of_the_bilingual_article_are_one_source(engine: Engine) -> None:
    report = engine.report(source(engine, BILINGUAL))
    assert report.twins >= 10
    assert report.twin_warnings == ()
    for question in QUESTIONS[4:]:
        cited = [c for c in engine.ask(question).citations if c.source.startswith(BILINGUAL)]
        assert len({citation.document_id for citation in cited}) <= 1
        assert any(c.twin and c.twin.language != c.language for c in cited)


def test_who_says_it_is_answered_by_the_speaker(engine: Engine) -> None:
    for question in ("Who said that Moscow is ready for dialogue?", "谁说俄罗斯准备与美国对话?"):
        answer = engine.ask(question)
        assert answer.direct_answer == answer.citations[0].speaker is not None
        assert answer.independent_sources == 1
