"""The report of one evaluation: everything that is printed, written or gated, in one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.evals.compare import Change
from rag.evals.conditions import Conditions
from rag.evals.figures import Columns, Figures, figures_of, grouped, macro, matrix
from rag.evals.gates import Gate
from rag.evals.judging.opinion import Judged
from rag.evals.predictions import Prediction
from rag.evals.questions import QuestionLine
from rag.evals.risk import risk_coverage, thinned
from rag.evals.scoring import QuestionScore
from rag.evals.splits import Split
from rag.evals.versions import versions
from rag.records import Fingerprint


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered (None where nothing was) and how it scored."""

    question: QuestionLine
    prediction: Prediction | None
    score: QuestionScore


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set's figures; `fingerprint` is of the answers it was made from."""

    name: str
    outcomes: tuple[Outcome, ...]
    figures: Figures
    fingerprint: Fingerprint | None

    @property
    def unanswered(self) -> int:
        """Questions without a prediction."""
        return sum(each.prediction is None for each in self.outcomes)


@dataclass(frozen=True, slots=True)
class EvalReport:
    """Figures of all sets with their breakdowns.

    `figures` are macro averages over the sets; languages, tags and the matrix (question language,
    then language of the gold) pool the questions of all sets. `curve` is coverage and risk.
    """

    split: Split
    sets: tuple[SetReport, ...]
    figures: Figures
    by_language: Mapping[str, Figures]
    by_tag: Mapping[str, Figures]
    matrix: Mapping[str, Mapping[str, Figures]]
    curve: Sequence[tuple[float, float]]
    conditions: Conditions | None = None
    judged: Judged | None = None
    changes: tuple[Change, ...] = ()
    gates: tuple[Gate, ...] = ()
    versions: Mapping[str, str] = field(default_factory=versions)

    @property
    def failures(self) -> tuple[Gate, ...]:
        """The gates that were not met; any of them makes the exit code 1."""
        return tuple(gate for gate in self.gates if gate.failure is not None)

    @property
    def here(self) -> tuple[float, float] | None:
        """The point of the curve that the run answered at; None without a curve."""
        judged = [
            each.prediction is not None and each.prediction.answered
            for of_set in self.sets
            for each in of_set.outcomes
            if "loss" in each.score.scores
        ]
        if not self.curve or not judged:
            return None
        share = sum(judged) / len(judged)
        return min(self.curve, key=lambda point: abs(point[0] - share))

    @property
    def scores(self) -> list[QuestionScore]:
        """Every question's score, set by set."""
        return [each.score for of_set in self.sets for each in of_set.outcomes]


def set_report(name: str, outcomes: Sequence[Outcome]) -> SetReport:
    """Figures with confidence intervals for one set."""
    first = next((each.prediction for each in outcomes if each.prediction), None)
    return SetReport(
        name=name,
        outcomes=tuple(outcomes),
        figures=figures_of([each.score for each in outcomes], intervals=True),
        fingerprint=first.fingerprint if first else None,
    )


def report_of(
    split: Split, sets: Sequence[SetReport], conditions: Conditions | None = None
) -> EvalReport:
    """The report over some sets, not yet compared or gated."""
    by_set = [[each.score for each in of_set.outcomes] for of_set in sets]
    pooled = [score for scores in by_set for score in scores]
    return EvalReport(
        split=split,
        sets=tuple(sets),
        figures=macro(by_set, intervals=True),
        by_language=grouped(pooled, lambda each: (each.language,)),
        by_tag=grouped(pooled, lambda each: each.tags),
        matrix=matrix(pooled),
        curve=_curve(pooled),
        conditions=conditions,
    )


def _curve(scores: Sequence[QuestionScore]) -> Sequence[tuple[float, float]]:
    confidence, loss = Columns(scores).of("confidence", "loss")
    curve = risk_coverage(confidence, loss)
    return thinned(curve) if curve else ()
