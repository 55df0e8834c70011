"""`footnote eval` from paths to a report; the command line prints it and sets the exit code."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import InputError, UsageError
from rag.evals.compare import Baseline, changes, check_comparable, read_baseline
from rag.evals.conditions import Conditions
from rag.evals.corpora import on_disk
from rag.evals.dataset import load_all
from rag.evals.gates import drop_gates, floor_gates, floors
from rag.evals.html.page import report_html
from rag.evals.judging.judging import NamedJudge, judged
from rag.evals.judging.ragas_rows import ragas_lines
from rag.evals.junit import report_junit
from rag.evals.placing import all_placed
from rag.evals.prediction_file import PredictionFile
from rag.evals.predictions import prediction_of
from rag.evals.questions import QuestionSet
from rag.evals.report import EvalReport, Outcome, SetReport, report_of, set_report
from rag.evals.report_file import report_text
from rag.evals.runner import Observer, OpenEngine, Pace, run
from rag.evals.scoring import scored
from rag.evals.spending import Price
from rag.evals.splits import Split, split_of


@dataclass(frozen=True, slots=True)
class _Files:
    """Where the report goes."""

    report: Path | None
    html: Path | None
    junit: Path | None
    ragas: Path | None


@dataclass(frozen=True, slots=True)
class _Demands:
    """What the figures are held against; `floors` are the worst values accepted, by figure."""

    floors: Mapping[str, float]
    baseline: Baseline | None
    max_drop: float | None


def evaluate(
    paths: Sequence[Path],
    *,
    open_engine: OpenEngine,
    predictions: Path | None = None,
    report: Path | None = None,
    html: Path | None = None,
    junit: Path | None = None,
    baseline: Path | None = None,
    fail_under: Sequence[str] = (),
    max_drop: float | None = None,
    split: Split = Split.ALL,
    corpus: Path | None = None,
    price: Price | None = None,
    judge: NamedJudge | None = None,
    ragas: Path | None = None,
    observer: Observer = lambda _: None,
) -> EvalReport:
    """Asks every question, scores the answers, and writes the files that are named.

    `paths` are folders holding `corpus/` and `questions.jsonl`, or question files, asked of the
    documents in `corpus` or, without it, of the user's library. `fail_under` holds `M=X` demands
    and `max_drop` the most any rate may be worse than in `baseline`; what was not met is in the
    report's `failures`. `price` is the chat model's, `judge` gives an opinion of every answer, and
    `ragas` is where rows for RAGAS go. All input is looked at before the first question is asked.

    Raises UsageError or InputError where the request or a file makes no sense.
    """
    demands = _demands(fail_under, baseline, max_drop)
    files = _Files(report, html, junit, ragas)
    _check_folders(predictions, files)
    chosen = questions_of(paths, corpus, split)
    _check_baseline(demands.baseline, split, chosen)
    made = _counted(chosen, split, open_engine, predictions, price, observer)
    made = _judged(made, judge, predictions, observer)
    made = _gated(made, demands)
    _write(made, files)
    return made


def questions_of(paths: Sequence[Path], corpus: Path | None, split: Split) -> list[QuestionSet]:
    """The sets at the paths that have questions in the split; raises InputError without any."""
    sets = load_all(paths, corpus)
    chosen = [part for each in sets if (part := split_of(each, split)).questions]
    if not chosen:
        raise InputError(f"no question belongs to the split {split}")
    return chosen


def _demands(fail_under: Sequence[str], baseline: Path | None, max_drop: float | None) -> _Demands:
    limits = floors(fail_under)
    earlier = read_baseline(baseline) if baseline else None
    if max_drop is not None and earlier is None:
        raise UsageError("--max-drop compares with an earlier report: pass --baseline too")
    if max_drop is not None and not 0 <= max_drop < math.inf:
        raise UsageError(f"--max-drop {max_drop}: give how much worse is accepted, 0 or more")
    return _Demands(limits, earlier, max_drop)


def _check_folders(predictions: Path | None, files: _Files) -> None:
    """Finds a mistyped path now and not after an hour."""
    for path in (predictions, files.report, files.html, files.junit, files.ragas):
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise UsageError(f"{path}: cannot be written, its folder is missing or it is a folder")


def _check_baseline(baseline: Baseline | None, split: Split, sets: Sequence[QuestionSet]) -> None:
    if baseline is not None:
        asked = ((each.name, question.id) for each in sets for question in each.questions)
        check_comparable(baseline, split, asked)


def _counted(
    chosen: Sequence[QuestionSet],
    split: Split,
    open_engine: OpenEngine,
    predictions: Path | None,
    price: Price | None,
    observer: Observer,
) -> EvalReport:
    """The report as the answers are measured, before any judge, comparison or gate."""
    with on_disk(chosen) as sets, closing(PredictionFile(predictions)) as kept:
        ready = all_placed(sets, open_engine)
        reports = list(_set_reports(ready, open_engine, kept, observer, price))
        return report_of(split, reports, _conditions(ready[0], open_engine))


def _set_reports(
    sets: Sequence[QuestionSet],
    open_engine: OpenEngine,
    kept: PredictionFile,
    observer: Observer,
    price: Price | None,
) -> Iterator[SetReport]:
    pace = Pace(sum(len(each.questions) for each in sets), observer)
    for each in sets:
        with open_engine(each.corpus) as engine:
            lines = run(each, engine, kept, pace)
            answered = {line["id"]: prediction_of(line) for line in lines}
            scores = scored(each, answered, engine.text, price)
        outcomes = [
            Outcome(question, answered.get(question.id), score)
            for question, score in zip(each.questions, scores, strict=True)
        ]
        yield set_report(each.name, outcomes)


def _conditions(of_set: QuestionSet, open_engine: OpenEngine) -> Conditions | None:
    with open_engine(of_set.corpus) as engine:
        return engine.conditions()


def _judged(
    made: EvalReport, judge: NamedJudge | None, predictions: Path | None, observer: Observer
) -> EvalReport:
    if judge is None:
        return made
    beside = predictions.with_suffix(".judged.jsonl") if predictions else None
    return replace(made, judged=judged(made.sets, judge, beside, observer))


def _gated(made: EvalReport, demands: _Demands) -> EvalReport:
    """The report compared with the baseline, and a gate for every demand."""
    if demands.baseline is not None:
        made = replace(made, changes=changes(demands.baseline, made.scores))
    gates = floor_gates(demands.floors, made.figures)
    if demands.max_drop is not None:
        gates += drop_gates(demands.max_drop, made.changes)
    return replace(made, gates=tuple(gates))


def _write(made: EvalReport, files: _Files) -> None:
    for path, text_of in (
        (files.report, report_text),
        (files.html, report_html),
        (files.junit, report_junit),
        (files.ragas, lambda report: ragas_lines(report.sets)),
    ):
        if path is not None:
            path.write_text(text_of(made), encoding="utf-8")
