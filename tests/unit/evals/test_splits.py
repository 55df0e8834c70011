"""The kept-aside third."""

from __future__ import annotations

import hashlib

from rag.evals.questions import GoldSpan, QuestionLine, QuestionSet
from rag.evals.splits import Split, kept_aside, split_of
from rag.records import Span


def asked(number: int, source: str | None = None) -> QuestionLine:
    evidence = (GoldSpan(source, Span(0, 1)),) if source else ()
    return QuestionLine(f"q{number}", "?", evidence=evidence)


def test_the_rule_is_the_hash_of_the_first_source_or_of_the_id() -> None:
    for number in range(50):
        by_id = int(hashlib.sha256(f"q{number}".encode()).hexdigest(), 16) % 3 == 0
        by_source = int(hashlib.sha256(f"d{number}.txt".encode()).hexdigest(), 16) % 3 == 0
        assert kept_aside(asked(number)) is by_id
        assert kept_aside(asked(number, f"./d{number}.txt")) is by_source


def test_the_splits_divide_a_set_about_one_to_two() -> None:
    whole = QuestionSet("s", tuple(asked(number) for number in range(3000)))
    kept, tuning = split_of(whole, Split.KEPT), split_of(whole, Split.TUNING)
    assert split_of(whole, Split.ALL) is whole
    assert {q.id for q in kept.questions} | {q.id for q in tuning.questions} == {
        q.id for q in whole.questions
    }
    assert len(kept.questions) + len(tuning.questions) == 3000
    assert 900 < len(kept.questions) < 1100
