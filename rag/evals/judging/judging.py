"""Every answer of a run before a judge, resumable; the figures stand apart from the counted ones.

`judged_faithful` is the share of an answer's sentences that follow from what they cite, after
RAGAS' faithfulness (Es et al. 2023, arXiv:2309.15217); `judged_correct` says whether the answer
follows from the question with its gold answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from rag import prompts
from rag.evals.bootstrap import mean_interval
from rag.evals.figures import Figure
from rag.evals.judging.opinion import Judged
from rag.evals.prediction_file import PredictionFile
from rag.evals.report import Outcome, SetReport
from rag.evals.runner import Observer, Pace
from rag.ports import Judge

FAITHFUL, CORRECT = "judged_faithful", "judged_correct"


class NamedJudge(Judge, Protocol):
    """A judge whose name goes into the report."""

    @property
    def name(self) -> str: ...


def judged(
    sets: Sequence[SetReport], judge: NamedJudge, kept: Path | None, observer: Observer
) -> Judged:
    """Has every answer judged; `kept` is the file that lets a killed run go on.

    Raises ModelUnavailable where the judge cannot be asked; what was judged is kept.
    """
    pace = Pace(sum(len(each.outcomes) for each in sets), observer)
    with closing(PredictionFile(kept)) as file:
        by_set = [
            [_opinion(outcome, judge, file, pace) for outcome in of_set.outcomes] for of_set in sets
        ]
    named = {name: _figure(name, by_set) for name in (FAITHFUL, CORRECT)}
    figures = {name: figure for name, figure in named.items() if figure is not None}
    return Judged(judge.name, prompts.load("judge").hash, figures)


def _opinion(
    outcome: Outcome, judge: NamedJudge, file: PredictionFile, pace: Pace
) -> Mapping[str, float]:
    """Values by figure; kept ones hold while judge, prompt, answer and gold are the same."""
    key = _key(outcome, judge)
    line = file.get(outcome.score.set, outcome.question.id)
    if line is not None and line.get("of") != key:
        file.forget([(outcome.score.set, outcome.question.id)])
        line = None
    if line is None:
        values = dict(_values(outcome, judge))
        line = {"id": outcome.question.id, "set": outcome.score.set, "of": key, "values": values}
        file.append(line)
    pace.found(outcome.score.set)
    return dict(line["values"])


def _values(outcome: Outcome, judge: Judge) -> Iterator[tuple[str, float]]:
    question, prediction = outcome.question, outcome.prediction
    if prediction is None or not prediction.answered:
        if question.answers:
            yield CORRECT, 0.0
        return
    quotes = {each.number: each.quote for each in prediction.citations}
    claims = [
        judge.entails("\n".join(quotes[number] for number in claim.citations), claim.text)
        if claim.citations
        else 0.0
        for claim in prediction.told
    ]
    if claims:
        yield FAITHFUL, sum(claims) / len(claims)
    if question.answers:
        golds = "\n".join(f"- {answer}" for answer in question.answers)
        gold = f"Question: {question.question}\nRight answers, any of them:\n{golds}"
        yield CORRECT, judge.entails(gold, prediction.answer)


def _key(outcome: Outcome, judge: NamedJudge) -> str:
    prediction = outcome.prediction
    said: Any = (prediction.answer, prediction.told) if prediction else None
    of = repr((judge.name, prompts.load("judge").hash, outcome.question.answers, said))
    return hashlib.sha256(of.encode()).hexdigest()[:16]


def _figure(name: str, by_set: Sequence[Sequence[Mapping[str, float]]]) -> Figure | None:
    """The mean over the sets of their means, with its interval."""
    columns = [np.array([each[name] for each in rows if name in each]) for rows in by_set]
    filled = [column for column in columns if len(column)]
    if not filled:
        return None
    value = float(np.mean([column.mean() for column in filled]))
    return Figure(value, sum(map(len, filled)), mean_interval(filled))
