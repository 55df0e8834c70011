"""How far is read: within the limits, and no further than what can still matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.calibration import load
from rag.records import Hit, Passage, Span
from rag.search.candidates import Candidate
from rag.search.effort import Effort, is_given_up, is_hopeless, is_settled, room, unheard
from rag.search.spans import SpanRead
from rag.text import questions
from rag.text.questions import QuestionKind

CALIBRATION = load("trained")
FAR = CALIBRATION.margin / CALIBRATION.sentence.weights["passage"]
"""A difference in passage scores that costs a sentence the whole margin."""


def hit(score: float, rank: int = 1, text: str = "words", language: str = "en") -> Hit:
    passage = Passage(f"d{rank}", Span(0, len(text)), text, language)
    return Hit(passage, rank, score, {"dense": score, "lexical": 0.5})


def read(of: Hit, log_odds: float | None) -> Candidate:
    span = of.passage.span
    if log_odds is None:
        return Candidate(of, span, "words", {"passage": 0.0})
    marked = SpanRead(span, span, log_odds, 0.9)
    return Candidate(of, span, "words", {"passage": 0.0, "span": log_odds}, marked)


def settled(log_odds: float | None, behind: float, asked: str = "Who founded it?") -> bool:
    first, second = hit(0.5), hit(0.5 - behind, 2)
    return is_settled(questions.analyse(asked), [read(first, log_odds)], [second], CALIBRATION)


def sizes(effort: Effort, count: int) -> list[int]:
    hits = [hit(0.5, rank, "a" * 50) for rank in range(1, count + 1)]
    return [len(some) for some, _ in effort.rounds(hits)]


def test_passages_and_characters_are_limits_but_the_first_passage_is_always_read():
    assert sizes(Effort(passages=3, chars=1000), 5) == [2, 1]
    assert sizes(Effort(passages=5, chars=120), 5) == [2]
    assert sizes(Effort(passages=5, chars=10), 5) == [1]
    assert sizes(Effort(passages=5, chars=10), 0) == []


def test_each_round_tells_which_passages_follow():
    hits = [hit(0.5, rank) for rank in range(1, 6)]
    following = [after for _, after in Effort(passages=4, chars=1000).rounds(hits)]
    assert following == [hits[2:4], []]


def test_it_is_settled_where_a_sentence_answers_and_what_follows_is_far_behind():
    assert settled(log_odds=3.0, behind=FAR)
    assert not settled(log_odds=3.0, behind=FAR / 4)
    assert not settled(log_odds=-3.0, behind=FAR)


def unread(asked: str, *following: Hit) -> list[Hit]:
    return unheard(questions.analyse(asked), [read(hit(0.5), 3.0)], following, CALIBRATION)


def test_who_may_contradict_is_heard_even_where_the_first_is_sure():
    near, far = hit(0.5 - FAR / 1.1, 2), hit(0.5 - FAR * 1.1, 3)
    again = hit(0.5 - FAR / 4, 1)
    assert unread("When was it founded?", again, near, far) == [near]
    assert unread("How many were there?", near, near, far) == [near]
    assert unread("Why was it founded?", again, near, far) == []


def test_other_languages_are_heard_by_likeness_alone():
    abroad = replace(hit(0.5 - 2 * FAR, 2, language="ru"), scores={"dense": 0.5 - FAR / 1.1})
    assert unread("When was it founded?", abroad) == [abroad]


def test_without_a_scorer_nobody_knows_and_all_is_read():
    assert not settled(log_odds=None, behind=FAR)


@pytest.mark.parametrize("asked", ["List all the founders.", "Compare the two harbours."])
def test_lists_and_comparisons_are_read_to_the_end(asked):
    assert not settled(log_odds=3.0, behind=FAR, asked=asked)


def test_after_the_last_passage_it_is_settled_whatever_was_found():
    only = read(hit(0.5), -9.0)
    assert is_settled(questions.analyse("Who founded it?"), [only], [], CALIBRATION)


@pytest.mark.parametrize(("log_odds", "hopeless"), [(-15.0, True), (9.0, False), (None, False)])
def test_hopeless_is_what_was_read_and_is_hardly_ever_answered(log_odds, hopeless):
    signals = {"span": log_odds or 0.0, "marked": log_odds or 0.0, "dense": 0.05, "topic": 0.02}
    assert is_hopeless([read(hit(0.5), log_odds)], signals, CALIBRATION) is hopeless


@pytest.mark.parametrize(("passages", "given_up"), [(3, False), (4, True)])
def test_a_question_is_given_up_only_after_the_best_passages(passages, given_up):
    found = [read(hit(0.5, rank), -15.0) for rank in range(1, passages + 1)]
    assert is_given_up(found, {"span": -15.0}, CALIBRATION) is given_up


def test_lists_and_comparisons_are_roomy():
    assert room(QuestionKind.LIST) == room(QuestionKind.COMPARE) > room(QuestionKind.WHO) == 1
