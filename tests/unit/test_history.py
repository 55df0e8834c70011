"""Conversations survive, belong to one owner, and keep whole answers."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import LibraryDamaged, LibraryError, LibraryTooNew, NotInLibrary
from rag.history import Feedback, History
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Provenance,
    Role,
    Searched,
    Span,
)
from tests.fakes.full_disk import room_for


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "data" / "conversations.sqlite3")


def kept_turn(history, owner, conversation, question, answer):
    """A question asked and, where there is one, answered."""
    turn = history.ask(owner, conversation, question)
    if answer:
        history.answer(owner, turn.id, answer)
    return history.turn(owner, turn.id)


def answered(question="Когда?", text="С 1992 года."):
    return Answer(
        question,
        AnswerVerdict.ANSWERED,
        text,
        "ru",
        claims=(Claim(text, Span(0, len(text)), ClaimVerdict.SUPPORTED, (1,)),),
        citations=(
            Citation(1, "d1", "a.txt", Provenance(title="A"), Span(3, 15), text, "ru", Role.BODY),
        ),
        searched=Searched(2, 40, ("ru",)),
    )


def test_a_turn_comes_back_as_it_was_kept_after_reopening(tmp_path):
    path = tmp_path / "c.sqlite3"
    first = History(path)
    made = first.start("anna", "Когда?")
    kept = kept_turn(first, "anna", made.id, "Когда?", answered())
    again = History(path)
    assert again.turns("anna", made.id) == [kept]
    assert again.turn("anna", kept.id).answer == answered()


def test_a_stopped_answer_is_kept_as_none(history):
    made = history.start("anna", "q")
    assert kept_turn(history, "anna", made.id, "q", None).answer is None
    assert history.turns("anna", made.id)[0].answer is None


def test_nothing_of_somebody_else_is_seen_or_changed(history):
    made = history.start("anna", "secret")
    kept = kept_turn(history, "anna", made.id, "q", answered())
    assert history.conversations("boris") == []
    assert history.turns("boris", made.id) == []
    with pytest.raises(NotInLibrary):
        history.turn("boris", kept.id)
    with pytest.raises(NotInLibrary):
        kept_turn(history, "boris", made.id, "q", None)
    history.rename("boris", made.id, "mine")
    history.drop("boris", kept.id)
    history.judge("boris", kept.id, Feedback.WRONG)
    history.delete("boris", made.id)
    assert [each.name for each in history.conversations("anna")] == ["secret"]
    assert history.turns("anna", made.id)[0].feedback is None


def test_the_conversation_used_last_stands_first(history):
    first, second = history.start("anna", "first"), history.start("anna", "second")
    assert [each.id for each in history.conversations("anna")] == [second.id, first.id]
    kept_turn(history, "anna", first.id, "q", None)
    assert [each.id for each in history.conversations("anna")] == [first.id, second.id]
    assert [each.turns for each in history.conversations("anna")] == [1, 0]


@pytest.mark.parametrize("wanted", ["ГОДА", "когда", "ленинград", "100%"])
def test_search_looks_at_names_questions_and_answers_in_any_case(history, wanted):
    made = history.start("anna", "Ленинград и 100%")
    kept_turn(history, "anna", made.id, "Когда?", answered())
    history.start("anna", "something else")
    assert [each.id for each in history.conversations("anna", wanted)] == [made.id]


def test_search_for_nothing_known_finds_nothing(history):
    history.start("anna", "a_b")
    assert history.conversations("anna", "%") == []


def test_renaming_to_nothing_changes_nothing(history):
    made = history.start("anna", "name")
    history.rename("anna", made.id, "   ")
    history.rename("anna", made.id, "better\nname")
    assert history.conversations("anna")[0].name == "better name"


def test_a_long_question_becomes_a_short_name(history):
    assert history.start("anna", "word " * 40).name == "word " * 14 + "word…"
    assert history.start("anna", "长" * 200).name == "长" * 79 + "…"


def test_deleting_takes_the_turns_with_it(history, tmp_path):
    made = history.start("anna", "q")
    kept = kept_turn(history, "anna", made.id, "q", answered())
    history.delete("anna", made.id)
    with pytest.raises(NotInLibrary):
        history.turn("anna", kept.id)
    with sqlite3.connect(tmp_path / "data" / "conversations.sqlite3") as connection:
        assert connection.execute("SELECT COUNT(*) FROM turns").fetchone() == (0,)


def test_a_dropped_turn_makes_room_for_the_next(history):
    made = history.start("anna", "q")
    kept_turn(history, "anna", made.id, "one", None)
    two = kept_turn(history, "anna", made.id, "two", None)
    history.drop("anna", two.id)
    kept_turn(history, "anna", made.id, "two, in other words", None)
    assert [(each.position, each.question) for each in history.turns("anna", made.id)] == [
        (1, "one"),
        (2, "two, in other words"),
    ]


def test_a_judgement_is_kept_and_taken_back(history):
    made = history.start("anna", "q")
    kept = kept_turn(history, "anna", made.id, "q", answered())
    history.judge("anna", kept.id, Feedback.CITATION_WRONG, " page 3 says otherwise ")
    judged = history.judged("anna")
    assert [(each.feedback, each.comment) for each in judged] == [
        (Feedback.CITATION_WRONG, "page 3 says otherwise")
    ]
    history.judge("anna", kept.id, None)
    assert history.judged("anna") == []


def test_turns_added_from_many_threads_all_arrive(history):
    made = history.start("anna", "q")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: kept_turn(history, "anna", made.id, f"q{n}", None), range(40)))
    turns = history.turns("anna", made.id)
    assert [each.position for each in turns] == list(range(1, 41))
    assert {each.question for each in turns} == {f"q{n}" for n in range(40)}


def test_a_newer_file_is_refused(tmp_path):
    path = tmp_path / "c.sqlite3"
    History(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryTooNew, match="99"):
        History(path)


def test_a_full_disk_is_told_and_takes_nothing(history):
    kept = history.start("anna", "Harbours")
    with room_for(100), pytest.raises(LibraryError, match=r"conversations\.sqlite3"):
        history.start("anna", "Lighthouses")
    history.start("anna", "Mills")
    assert {each.name for each in history.conversations("anna")} == {kept.name, "Mills"}


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "conversations.sqlite3"
    path.write_bytes(b"no database" * 900)
    with pytest.raises(LibraryDamaged, match=r"conversations\.sqlite3"):
        History(path)
