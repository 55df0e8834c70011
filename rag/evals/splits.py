"""The kept-aside third: questions nobody looks at while tuning, chosen by a hash.

All questions over one document fall on the same side, and so do the translations of a document
under one name, so what was tuned on one text is never confirmed on the same text.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from enum import StrEnum

from rag.evals.matching import source_key
from rag.evals.questions import QuestionLine, QuestionSet


class Split(StrEnum):
    """Which questions a report is about."""

    ALL = "all"
    TUNING = "tuning"
    KEPT = "kept"


def kept_aside(question: QuestionLine) -> bool:
    """Whether a question belongs to the third; see `is_kept`."""
    return is_kept(question.evidence[0].source if question.evidence else None, question.id)


def is_kept(source: str | None, question_id: str) -> bool:
    """Whether the SHA-256 of the first gold source (the id where there is none) divides by 3."""
    key = source_key(source) if source else question_id
    return int.from_bytes(hashlib.sha256(key.encode()).digest()) % 3 == 0


def split_of(questions: QuestionSet, split: Split) -> QuestionSet:
    """The set with the questions of the split alone."""
    if split is Split.ALL:
        return questions
    chosen = (q for q in questions.questions if kept_aside(q) is (split is Split.KEPT))
    return replace(questions, questions=tuple(chosen))
