"""The short direct answer inside an evidence sentence, where one stands there beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.records import Span
from rag.text import answer_cues
from rag.text.answer_candidates import COUNTED, DATED, NAMED, candidates
from rag.text.facts.scan import Scan
from rag.text.questions import AnswerType, Question, QuestionKind
from rag.text.words import terms

UNSURE = 0.5
_CLAUSE = re.compile(r"[^,;:()，。；：、（）؛،—]+")


def find(sentence: str, question: Question) -> Span | None:
    """The direct answer as a span of `sentence`, None where there is none or doubt which.

    Of several, the one is taken whose clause shares more with the question than any other's.
    Never something the question says itself, and never a reason, a method or a description:
    for those the sentence is the answer.
    """
    scan = Scan(sentence)
    found = candidates(scan, question)
    if question.answer_type in NAMED:
        return found[0] if len(found) == 1 and _is_shown(scan, found[0], question) else None
    if len(found) <= 1:
        return found[0] if found else None
    return _nearest(sentence, found, question)


def _is_shown(scan: Scan, span: Span, question: Question) -> bool:
    """Whether the words before a name bear out that it is what the question asks for."""
    if question.kind is QuestionKind.WHERE:
        return answer_cues.is_located(scan, span)
    if question.answer_type is AnswerType.PLACE and scan.unicameral:
        return answer_cues.asks_country(question.text)
    return question.answer_type is not AnswerType.NAME or question.kind is QuestionKind.WHAT


def _nearest(sentence: str, found: Sequence[Span], question: Question) -> Span | None:
    asked = frozenset(question.terms)
    shared = [len(asked.intersection(terms(_clause(sentence, span)))) for span in found]
    best = max(shared)
    return found[shared.index(best)] if shared.count(best) == 1 else None


def _clause(sentence: str, span: Span) -> str:
    """The words between the nearest punctuation marks around `span`."""
    parts = [match for match in _CLAUSE.finditer(sentence) if match.start() < span.end]
    return next((part[0] for part in parts if part.end() >= span.end), sentence)


def holds(sentence: str, question: Question) -> float:
    """How surely `sentence` holds the kind of thing asked for, in [0, 1].

    1.0 where it does and the question does not say it already; 0.0 where form would show it and
    does not; 0.5 where form cannot tell.
    """
    if question.answer_type not in DATED | COUNTED | NAMED:
        return UNSURE
    scan = Scan(sentence)
    if candidates(scan, question):
        return 1.0
    return UNSURE if question.answer_type in NAMED else 0.0
