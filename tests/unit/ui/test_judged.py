"""What readers judge can be read back as evaluation questions."""

import json
from dataclasses import replace

import pytest

from rag.evals.dataset import load
from rag.history import Feedback, History
from rag.records import Answer, AnswerVerdict, Citation, Provenance, Role, Span
from ui.judged import evaluation_lines

CITED = Citation(1, "d1", "a.txt", Provenance(), Span(3, 7), "1992", "en", Role.BODY)
FOUND = Answer(
    "When?", AnswerVerdict.ANSWERED, "In 1992.", "en", citations=(CITED,), direct_answer="1992"
)
NOTHING = Answer("Who?", AnswerVerdict.NOT_FOUND, "", "en")


def kept_turn(history, owner, conversation, answer):
    turn = history.ask(owner, conversation, answer.question)
    history.answer(owner, turn.id, answer)
    return turn


def lines(tmp_path, answer, feedback):
    history = History(tmp_path / "c.sqlite3")
    talk = history.start("anna", "talk")
    kept_turn(history, "anna", talk.id, replace(FOUND, question="Before?"))
    turn = kept_turn(history, "anna", talk.id, answer)
    history.judge("anna", turn.id, feedback, "see page 3")
    other = kept_turn(history, "boris", history.start("boris", "x").id, FOUND)
    history.judge("anna", other.id, Feedback.RIGHT)
    text = evaluation_lines(history, "anna")
    path = tmp_path / "judged.jsonl"
    path.write_text(text, "utf-8")
    assert len(load(path).questions) == 1
    (line,) = map(json.loads, text.splitlines())
    return line


def test_a_right_answer_is_gold_with_its_citations(tmp_path):
    line = lines(tmp_path, FOUND, Feedback.RIGHT)
    assert line["answerable"] is True
    assert line["answers"] == ["1992"]
    assert line["evidence"] == [{"source": "a.txt", "start": 3, "end": 7, "quote": "1992"}]
    assert line["turns"] == [{"question": "Before?", "answer": "In 1992."}]


@pytest.mark.parametrize("feedback", [Feedback.WRONG, Feedback.CITATION_WRONG])
def test_a_wrong_answer_has_no_gold_but_its_comment(tmp_path, feedback):
    line = lines(tmp_path, FOUND, feedback)
    assert line["answerable"] is None
    assert (line["answers"], line["evidence"]) == ([], [])
    assert line["tags"] == [f"judged-{feedback}"]
    assert line["comment"] == "see page 3"


def test_not_found_is_known_either_way(tmp_path):
    assert lines(tmp_path, NOTHING, Feedback.RIGHT)["answerable"] is False
    (tmp_path / "again").mkdir()
    assert lines(tmp_path / "again", NOTHING, Feedback.WRONG)["answerable"] is True


def test_nothing_judged_is_an_empty_file(tmp_path):
    assert evaluation_lines(History(tmp_path / "c.sqlite3"), "anna") == ""
