"""What readers judge on the page comes back as questions to evaluate."""

from __future__ import annotations

from pathlib import Path

from rag.evals.dataset import load
from rag.history import Feedback, History
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Provenance,
    Role,
    Span,
)
from ui.judged import evaluation_lines


def test_judged_answers_are_an_evaluation_file(tmp_path: Path) -> None:
    history = History(tmp_path / "conversations.sqlite3")
    conversation = history.start("ada", "harbours")
    cited = Citation(1, "d", "a.txt", Provenance(), Span(3, 9), "opened", "en", Role.BODY)
    given = [
        (Answer("When?", AnswerVerdict.ANSWERED, "opened", "en", citations=(cited,)), "right"),
        (Answer("Who?", AnswerVerdict.ANSWERED, "closed", "en"), "wrong"),
        (Answer("Why?", AnswerVerdict.NOT_FOUND, "", "en"), "right"),
    ]
    for answer, feedback in given:
        turn = history.ask("ada", conversation.id, answer.question)
        history.answer("ada", turn.id, answer)
        history.judge("ada", turn.id, Feedback(feedback), "a remark\nof two lines")
    path = tmp_path / "judged.jsonl"
    path.write_text("\ufeff" + evaluation_lines(history, "ada"), encoding="utf-8")
    right, wrong, absent = load(path).questions
    assert right.answerable is True
    assert [(gold.source, gold.span, gold.quote) for gold in right.evidence] == [
        ("a.txt", Span(3, 9), "opened")
    ]
    assert (wrong.answerable, wrong.evidence, wrong.tags) == (None, (), ("judged-wrong",))
    assert absent.answerable is False
    assert [turn.question for turn in absent.turns] == ["When?", "Who?"]
