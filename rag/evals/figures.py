"""Figures: per-question scores brought to one value a name, by set, group and over sets.

Names are those of the contract; a figure nobody could be measured for is absent, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evals.bootstrap import Interval, mean_interval
from rag.evals.metrics import METRICS, Better
from rag.evals.risk import auroc, risk_coverage
from rag.evals.scoring import QuestionScore

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with the number of questions it was taken over; the interval where one is known."""

    value: float
    n: int
    interval: Interval | None = None


Figures = Mapping[str, Figure]


class Columns:
    """Scores of some questions as one array a measure."""

    def __init__(self, scores: Sequence[QuestionScore]) -> None:
        self._scores = scores

    def of(self, *names: str) -> list[Array]:
        """(n,) arrays, in the order of `names`, over the questions that have all of them."""
        having = [each.scores for each in self._scores if all(n in each.scores for n in names)]
        return [np.array([scores[name] for scores in having], np.float64) for name in names]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a figure is called, which way it should go, and how it is made from scores.

    `column` is the measure a figure is the mean of, None where it is made otherwise; `rate` says
    that it lies in [0, 1], so that a drop in one can be weighed against a drop in another.
    """

    name: str
    better: Better
    make: Callable[[Columns], Figure | None]
    column: str | None = None
    rate: bool = True

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither."""
        return {Better.MORE: 1, Better.LESS: -1, Better.NEITHER: 0}[self.better]


def figures_of(scores: Sequence[QuestionScore], *, intervals: bool = False) -> dict[str, Figure]:
    """Every figure the questions allow, by name, in the order of `KINDS`."""
    columns = Columns(scores)
    made = {kind.name: kind.make(columns) for kind in KINDS}
    figures = {name: figure for name, figure in made.items() if figure is not None}
    return _with_intervals(figures, [columns]) if intervals else figures


def macro(sets: Sequence[Sequence[QuestionScore]], *, intervals: bool = False) -> dict[str, Figure]:
    """Each figure's mean over the sets that have it, every set counting the same."""
    each = [figures_of(scores) for scores in sets]
    figures = {}
    for kind in KINDS:
        having = [figures[kind.name] for figures in each if kind.name in figures]
        if having:
            mean = sum(figure.value for figure in having) / len(having)
            figures[kind.name] = Figure(mean, sum(figure.n for figure in having))
    return _with_intervals(figures, [Columns(scores) for scores in sets]) if intervals else figures


def grouped(
    scores: Iterable[QuestionScore], groups: Callable[[QuestionScore], Iterable[str]]
) -> dict[str, dict[str, Figure]]:
    """Figures by group, sorted by name; a question counts in every group it belongs to."""
    members: dict[str, list[QuestionScore]] = {}
    for score in scores:
        for group in groups(score):
            members.setdefault(group, []).append(score)
    return {group: figures_of(members[group]) for group in sorted(members)}


def matrix(scores: Iterable[QuestionScore]) -> dict[str, dict[str, dict[str, Figure]]]:
    """Figures by question language, then by the language of the gold."""
    with_gold = [each for each in scores if each.document_language is not None]
    languages = sorted({each.language for each in with_gold})
    return {
        asked: grouped(
            (each for each in with_gold if each.language == asked),
            lambda each: (each.document_language or "",),
        )
        for asked in languages
    }


def _with_intervals(figures: Mapping[str, Figure], sets: Sequence[Columns]) -> dict[str, Figure]:
    column = {kind.name: kind.column for kind in KINDS}
    return {
        name: Figure(
            figure.value,
            figure.n,
            mean_interval([columns.of(of)[0] for columns in sets])
            if (of := column[name])
            else None,
        )
        for name, figure in figures.items()
    }


def _mean(column: str) -> Callable[[Columns], Figure | None]:
    def make(columns: Columns) -> Figure | None:
        (values,) = columns.of(column)
        return Figure(float(values.mean()), len(values)) if len(values) else None

    return make


def _sum(column: str) -> Callable[[Columns], Figure | None]:
    def make(columns: Columns) -> Figure | None:
        (values,) = columns.of(column)
        return Figure(float(values.sum()), len(values)) if len(values) else None

    return make


def _percentile(column: str, rank: int) -> Callable[[Columns], Figure | None]:
    def make(columns: Columns) -> Figure | None:
        (values,) = columns.of(column)
        return Figure(float(np.percentile(values, rank)), len(values)) if len(values) else None

    return make


def _auroc(columns: Columns) -> Figure | None:
    confidence, answerable = columns.of("confidence", "answerable")
    value = auroc(confidence, answerable)
    return None if value is None else Figure(value, len(confidence))


def _aurc(columns: Columns) -> Figure | None:
    confidence, loss = columns.of("confidence", "loss")
    curve = risk_coverage(confidence, loss)
    return None if curve is None else Figure(curve.area, len(loss))


def _means() -> tuple[Kind, ...]:
    return tuple(
        Kind(each.name, each.better, _mean(each.name), each.name, each.better is not Better.NEITHER)
        for each in METRICS
    )


KINDS: tuple[Kind, ...] = (
    *_means(),
    Kind("nDCG@10", Better.MORE, _mean("nDCG@10"), "nDCG@10"),
    Kind("span_nDCG@10", Better.MORE, _mean("span_nDCG@10"), "span_nDCG@10"),
    Kind("auroc", Better.MORE, _auroc),
    Kind("aurc", Better.LESS, _aurc),
    *(
        Kind(name, Better.LESS, _mean(name), name, rate=False)
        for name in ("prompt_tokens", "completion_tokens", "cost")
    ),
    Kind("cost_total", Better.LESS, _sum("cost"), rate=False),
    Kind("ms_p50", Better.LESS, _percentile("ms", 50), rate=False),
    Kind("ms_p95", Better.LESS, _percentile("ms", 95), rate=False),
)

KIND: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
