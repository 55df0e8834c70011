"""The catalogue of measures: which questions each is taken over, and what it gives one of them.

A question without a prediction takes the measure's `missing` value, the worst there is, so leaving
a question out never improves a figure. Definitions and sources are in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rag.evals import answering, citing, ranking
from rag.evals.matching import Place
from rag.evals.placing import TextOf
from rag.evals.predictions import Prediction
from rag.evals.questions import CONFLICT, LONG_FORM, OUT_OF_CORPUS, SAME_TOPIC, QuestionLine
from rag.records import ClaimVerdict


class Better(StrEnum):
    """Which way a figure should go."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its gold places and what was answered."""

    question: QuestionLine
    prediction: Prediction
    gold: tuple[Place, ...]
    text_of: TextOf

    @property
    def ranked(self) -> tuple[Place, ...]:
        """Where the retrieved passages stand, best first."""
        return tuple(each.place for each in self.prediction.retrieved)


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure of one question.

    `applies` says which questions it is taken over, by their gold alone; `of` gives the value, None
    where this answer leaves nothing to measure; `missing` stands in where no answer was given.
    """

    name: str
    applies: Callable[[QuestionLine], bool]
    of: Callable[[Asked], float | None]
    missing: float | None = 0.0
    better: Better = Better.MORE


def has_evidence(question: QuestionLine) -> bool:
    """Gold spans are known."""
    return bool(question.evidence)


def has_short_answers(question: QuestionLine) -> bool:
    """Gold answers are known and are words to be found, not free text."""
    return bool(question.answers) and LONG_FORM not in question.tags


def has_answers(question: QuestionLine) -> bool:
    """Gold answers of any kind are known."""
    return bool(question.answers)


def has_both(question: QuestionLine) -> bool:
    """Short gold answers and gold spans are known."""
    return has_short_answers(question) and has_evidence(question)


def is_answerable(question: QuestionLine) -> bool:
    """The documents hold an answer."""
    return question.answerable is True


def is_unanswerable(question: QuestionLine) -> bool:
    """The documents hold no answer."""
    return question.answerable is False


def has_sides(question: QuestionLine) -> bool:
    """The question is about a disagreement and the gold of both sides is known."""
    return CONFLICT in question.tags and len(citing.sides_of(question.evidence)) > 1


def _any_question(_question: QuestionLine) -> bool:
    return True


def _unanswerable_tagged(tag: str) -> Callable[[QuestionLine], bool]:
    return lambda question: is_unanswerable(question) and tag in question.tags


def _recall(k: int) -> Callable[[Asked], float]:
    return lambda asked: ranking.recall_at(k, asked.ranked, asked.gold)


def _span_recall(k: int) -> Callable[[Asked], float]:
    return lambda asked: ranking.span_recall_at(k, asked.ranked, asked.gold)


def _short_answer(asked: Asked) -> str:
    """What SQuAD's measures are taken of: the direct answer where one is given, else all of it."""
    return asked.prediction.direct_answer or asked.prediction.answer


def _contains(asked: Asked) -> float:
    return answering.contains_gold(asked.prediction.answer, asked.question.answers)


def _hit(asked: Asked) -> float:
    return citing.citation_hit(asked.prediction.citations, asked.gold)


def _answered(asked: Asked) -> float:
    return float(asked.prediction.answered)


def _of_direct(
    measure: Callable[[str, tuple[str, ...]], float],
) -> Callable[[Asked], float | None]:
    def value(asked: Asked) -> float | None:
        direct = asked.prediction.direct_answer
        return None if direct is None else measure(direct, asked.question.answers)

    return value


def _claims_supported(asked: Asked) -> float | None:
    claims = asked.prediction.claims
    return claims.count(ClaimVerdict.SUPPORTED) / len(claims) if claims else None


METRICS: tuple[Metric, ...] = (
    Metric("recall@1", has_evidence, _recall(1)),
    Metric("recall@5", has_evidence, _recall(5)),
    Metric("recall@10", has_evidence, _recall(10)),
    Metric("mrr", has_evidence, lambda a: ranking.reciprocal_rank(a.ranked, a.gold)),
    Metric("span_recall@1", has_evidence, _span_recall(1)),
    Metric("span_recall@5", has_evidence, _span_recall(5)),
    Metric("span_recall@10", has_evidence, _span_recall(10)),
    Metric("span_mrr", has_evidence, lambda a: ranking.span_reciprocal_rank(a.ranked, a.gold)),
    Metric(
        "first_citation_hit",
        has_evidence,
        lambda a: citing.first_citation_hit(a.prediction.citations, a.gold),
    ),
    Metric("citation_hit", has_evidence, _hit),
    Metric(
        "citation_precision",
        has_evidence,
        lambda a: citing.citation_precision(a.prediction.citations, a.gold),
    ),
    Metric("answer_contains_gold", has_short_answers, _contains),
    Metric("correct_and_cited", has_both, lambda a: _contains(a) * _hit(a)),
    Metric("refused_answerable", is_answerable, lambda a: 1 - _answered(a), 1.0, Better.LESS),
    Metric("answered_unanswerable", is_unanswerable, _answered, 1.0, Better.LESS),
    Metric(
        "answered_unanswerable_same_topic",
        _unanswerable_tagged(SAME_TOPIC),
        _answered,
        1.0,
        Better.LESS,
    ),
    Metric(
        "answered_unanswerable_out_of_corpus",
        _unanswerable_tagged(OUT_OF_CORPUS),
        _answered,
        1.0,
        Better.LESS,
    ),
    Metric(
        "answer_chars",
        _any_question,
        lambda a: float(len(a.prediction.answer)) if a.prediction.answered else None,
        None,
        Better.NEITHER,
    ),
    Metric(
        "citation_recall",
        has_evidence,
        lambda a: citing.citation_recall(a.prediction.citations, a.gold),
    ),
    Metric("span_iou", has_evidence, lambda a: citing.span_iou(a.prediction.citations, a.gold)),
    Metric(
        "quote_exactness",
        _any_question,
        lambda a: citing.quote_exactness(a.prediction.citations, a.text_of),
        None,
    ),
    Metric(
        "rouge_l", has_answers, lambda a: answering.rouge_l(a.prediction.answer, a.question.answers)
    ),
    Metric(
        "direct_given",
        has_short_answers,
        lambda a: float(a.prediction.direct_answer is not None),
    ),
    Metric(
        "squad_em",
        has_short_answers,
        lambda a: answering.exact_match(_short_answer(a), a.question.answers),
    ),
    Metric(
        "squad_f1", has_short_answers, lambda a: answering.f1(_short_answer(a), a.question.answers)
    ),
    Metric("direct_contains_gold", has_short_answers, _of_direct(answering.contains_gold), None),
    Metric("direct_em", has_short_answers, _of_direct(answering.exact_match), None),
    Metric("direct_f1", has_short_answers, _of_direct(answering.f1), None),
    Metric("claims_supported", _any_question, _claims_supported, None),
    Metric(
        "both_sides_shown",
        has_sides,
        lambda a: citing.both_sides_shown(
            a.prediction.citations, citing.sides_of(a.question.evidence)
        ),
    ),
    Metric(
        "speaker_accuracy",
        lambda question: any(gold.speaker for gold in question.evidence),
        lambda a: citing.speaker_accuracy(a.prediction.citations, a.question.evidence),
        None,
    ),
)
