"""What a reader's sentences are worth: figures over the questions of one set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.evals import risk
from training.reading import Sentence
from training.trials import Trial

Readings = Sequence[Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of answerable questions, or areas under the curve; NaN where nothing was asked.

    Attributes:
        questions: answerable questions of the set.
        sentence: the chosen sentence touches right evidence.
        answer: the best span of the chosen sentence holds a right answer.
        recall_cosine, recall: the first paragraph holds right evidence, before and after
            re-ranking.
        same_topic, off_topic: AUROC of answerable questions against unanswerable ones whose
            article is in the corpus, and against those whose article is not.
    """

    questions: int
    sentence: float
    answer: float
    recall_cosine: float
    recall: float
    same_topic: float
    off_topic: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one question: paragraph number, its sentence, the score with cosine."""

    paragraph: int
    sentence: Sentence
    score: float


def choose(trial: Trial, readings: Readings, cosine_weight: float) -> Choice:
    """The best sentence by reader score plus `cosine_weight` times its paragraph's cosine."""
    return max(
        (
            Choice(number, sentence, sentence.score + cosine_weight * (cosine - trial.cosines[0]))
            for number, (read, cosine) in enumerate(zip(readings, trial.cosines, strict=True))
            for sentence in read
        ),
        key=lambda choice: choice.score,
    )


def measure(
    trials: Sequence[Trial], readings: Sequence[Readings], cosine_weight: float = 0.0
) -> Figures:
    """All figures of one set; `readings[i]` holds the sentences of each paragraph of trial i."""
    choices = [choose(t, r, cosine_weight) for t, r in zip(trials, readings, strict=True)]
    asked = [(t, c) for t, c in zip(trials, choices, strict=True) if t.golds]
    answered = [c.sentence.score for _, c in asked]

    def refused(tag: str) -> list[float]:
        pairs = zip(trials, choices, strict=True)
        return [c.sentence.score for t, c in pairs if not t.answerable and tag in t.tags]

    return Figures(
        questions=len(asked),
        sentence=_mean([t.right(t.found[c.paragraph], c.sentence.span) for t, c in asked]),
        answer=_mean([_answers(t, c) for t, c in asked]),
        recall_cosine=_mean([_holds(t, 0) for t, _ in asked]),
        recall=_mean([_holds(t, c.paragraph) for t, c in asked]),
        same_topic=_auroc(answered, refused("same-topic")),
        off_topic=_auroc(answered, refused("out-of-corpus")),
    )


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    scores = np.array([*positive, *negative])
    area = risk.auroc(scores, np.repeat([1.0, 0.0], [len(positive), len(negative)]))
    return float("nan") if area is None else area


def _answers(trial: Trial, choice: Choice) -> bool:
    start, end = choice.sentence.answer
    words = trial.found[choice.paragraph].text[start:end].casefold()
    return any(gold.casefold() in words for gold in trial.answers)


def _holds(trial: Trial, number: int) -> bool:
    paragraph = trial.found[number]
    return trial.right(paragraph, (0, len(paragraph.text)))


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")
