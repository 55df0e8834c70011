"""Every measure of every question of one set, before anything is averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from rag.evals import ranking
from rag.evals.citing import gold_places
from rag.evals.languages import UNKNOWN, SeenLanguages
from rag.evals.metrics import METRICS, Asked
from rag.evals.placing import TextOf
from rag.evals.predictions import Prediction
from rag.evals.questions import QuestionLine, QuestionSet
from rag.evals.risk import confidence_of
from rag.evals.spending import Price

_TEXTS_AT_HAND = 256


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question's values by name, and the groups it is counted in.

    Besides the measures, `scores` holds `ms` (time to answer), with a chat model `prompt_tokens`,
    `completion_tokens` and `cost`, and for questions whose answerability is known `answerable`,
    `confidence` and `loss` (1 for a wrong answer).
    """

    set: str
    id: str
    language: str
    document_language: str | None
    tags: tuple[str, ...]
    scores: Mapping[str, float]
    predicted: bool = True


def scored(
    questions: QuestionSet,
    predictions: Mapping[str, Prediction],
    text_of: TextOf,
    price: Price | None = None,
) -> tuple[QuestionScore, ...]:
    """A score for every question of the set, in its order; `predictions` are by question id."""
    seen = SeenLanguages(predictions.values())
    text_of = lru_cache(_TEXTS_AT_HAND)(text_of)
    gains = _gains(questions.questions, predictions)
    scores = []
    for question in questions.questions:
        prediction = predictions.get(question.id)
        values = _values(question, prediction, text_of) | _spent(prediction, price)
        values |= {
            name: by_id[question.id] for name, by_id in gains.items() if question.id in by_id
        }
        scores.append(
            QuestionScore(
                set=questions.name,
                id=question.id,
                language=question.language or UNKNOWN,
                document_language=seen.of(gold_places(question.evidence)),
                tags=question.tags,
                scores=values,
                predicted=prediction is not None,
            )
        )
    return tuple(scores)


def _values(
    question: QuestionLine, prediction: Prediction | None, text_of: TextOf
) -> dict[str, float]:
    values: dict[str, float] = {}
    gold = gold_places(question.evidence)
    asked = None if prediction is None else Asked(question, prediction, gold, text_of)
    for metric in METRICS:
        if metric.applies(question):
            value = metric.missing if asked is None else metric.of(asked)
            if value is not None:
                values[metric.name] = value
    if prediction is not None and prediction.total_ms is not None:
        values["ms"] = prediction.total_ms
    return values | _risk(question, prediction, values)


def _spent(prediction: Prediction | None, price: Price | None) -> dict[str, float]:
    """Tokens and money of one answer; nothing where no model was at work."""
    if prediction is None or prediction.spent is None:
        return {}
    tokens = {name: float(number) for name, number in asdict(prediction.spent).items()}
    return tokens if price is None else tokens | {"cost": prediction.spent.cost(price)}


def _risk(
    question: QuestionLine, prediction: Prediction | None, values: Mapping[str, float]
) -> dict[str, float]:
    """What the confidence figures need; nothing where right and wrong cannot be told apart."""
    loss = values.get("answered_unanswerable")
    if question.answerable:
        right = values.get("correct_and_cited", values.get("citation_hit"))
        loss = None if right is None else 1 - right
    if loss is None:
        return {}
    return {
        "answerable": float(bool(question.answerable)),
        "confidence": confidence_of(prediction),
        "loss": loss,
    }


def _gains(
    questions: Sequence[QuestionLine], predictions: Mapping[str, Prediction]
) -> dict[str, dict[str, float]]:
    """nDCG by measure and question id, where the tool that computes it is installed."""
    ranked = []
    for question in questions:
        gold = gold_places(question.evidence)
        if gold:
            prediction = predictions.get(question.id)
            places = tuple(each.place for each in prediction.retrieved) if prediction else ()
            ranked.append(ranking.Ranked(question.id, places, gold))
    return {"nDCG@10": ranking.ndcg(ranked), "span_nDCG@10": ranking.span_ndcg(ranked)}
