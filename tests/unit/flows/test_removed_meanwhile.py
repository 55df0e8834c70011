"""A document removed for good while a question about it is answered is not quoted, nor a fault."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from rag.engine import Engine
from rag.ports import Retriever
from rag.records import AnswerVerdict, DraftVerdict, Filters, Hit
from rag.settings import Settings
from rag.wire import answer_json
from rag.wiring import Mode, opened

ASKED = "Who founded the turnstone archive?"
NOTES = {
    "turnstone.txt": "The turnstone archive was founded in 1931 by Edda Maar in Tromsø.\n",
    "copy.txt": "Edda Maar founded the turnstone archive in the far north, a letter says.\n",
}


@dataclass
class Meanwhile:
    """Searches; then some documents are removed before anybody reads what was found."""

    engine: Engine
    retriever: Retriever
    gone: tuple[str, ...]

    def search(
        self, question: str, depth: int, filters: Filters = Filters(), *, stated: bool = False
    ) -> list[Hit]:
        hits = self.retriever.search(question, depth, filters, stated=stated)
        for source in self.gone:
            self.engine.remove(source, now=True)
        self.gone = ()
        return hits


@pytest.fixture
def engine(tmp_path):
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, "utf-8")
    settings = replace(Settings(), data=tmp_path / "data")
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([tmp_path / name for name in NOTES]))
        yield engine


def removing(engine: Engine, *names: str) -> Meanwhile:
    sources = tuple(each.source for each in engine.documents() if each.source.endswith(names))
    return Meanwhile(engine, engine.retriever, sources)


def test_the_documents_that_stay_are_quoted(engine):
    engine.asking.retriever = removing(engine, "turnstone.txt")
    answer = engine.ask(ASKED)
    assert answer.verdict is not AnswerVerdict.NOT_FOUND
    assert {citation.source.rpartition("/")[2] for citation in answer.citations} == {"copy.txt"}
    assert answer_json(answer)["retrieved"]


def test_nothing_is_found_where_none_stays(engine):
    engine.asking.retriever = removing(engine, *NOTES)
    answer = engine.ask(ASKED)
    assert answer.verdict is AnswerVerdict.NOT_FOUND
    assert answer.citations == ()
    assert {hit["source"] for hit in answer_json(answer)["retrieved"]} == {None}


def test_a_draft_is_not_borne_out_by_it(engine):
    draft = "The turnstone archive was founded in 1931 by Edda Maar in Tromsø."
    assert engine.check(draft).sentences[0].verdict is DraftVerdict.SUPPORTED
    checking = replace(engine.checking(), retriever=removing(engine, *NOTES))
    (sentence,) = checking.check(draft).sentences
    assert sentence.verdict is DraftVerdict.ABSENT
