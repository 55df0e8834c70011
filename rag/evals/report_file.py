"""The JSON report: for programs, for later comparison, and exactly repeatable but for timings."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rag.evals.figures import KINDS, Figures
from rag.evals.judging.opinion import Judged
from rag.evals.report import EvalReport, SetReport
from rag.evals.scoring import QuestionScore
from rag.wire import fingerprint_json


def report_json(report: EvalReport) -> dict[str, Any]:
    """The JSON report; `questions` lets a later run be compared with this one pair by pair."""
    return {
        "split": report.split.value,
        **figures_json(report.figures),
        "sets": {each.name: _set_json(each) for each in report.sets},
        "by_language": {name: figures_json(of) for name, of in report.by_language.items()},
        "by_tag": {name: figures_json(of) for name, of in report.by_tag.items()},
        "matrix": {
            asked: {name: figures_json(of) for name, of in row.items()}
            for asked, row in report.matrix.items()
        },
        "risk_coverage": [list(point) for point in report.curve],
        "changes": [asdict(change) for change in report.changes],
        "gates": [asdict(gate) for gate in report.gates],
        "judged": _judged_json(report.judged) if report.judged else None,
        "conditions": asdict(report.conditions) if report.conditions else None,
        "versions": dict(report.versions),
        "questions": [_score_json(score) for score in report.scores],
    }


def report_text(report: EvalReport) -> str:
    """The JSON report as the text of its file."""
    return json.dumps(report_json(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _set_json(of_set: SetReport) -> dict[str, Any]:
    fingerprint = of_set.fingerprint
    return {
        "questions": len(of_set.outcomes),
        "unanswered": of_set.unanswered,
        "fingerprint": fingerprint_json(fingerprint) if fingerprint else None,
        **figures_json(of_set.figures),
    }


def figures_json(figures: Figures) -> dict[str, Any]:
    """Values by name, null where nothing could be measured; counts and intervals beside them."""
    intervals = {name: each.interval for name, each in figures.items() if each.interval}
    values = {
        kind.name: figures[kind.name].value if kind.name in figures else None for kind in KINDS
    }
    return {
        "figures": values,
        "counts": {name: figure.n for name, figure in figures.items()},
        "intervals": {name: [each.low, each.high] for name, each in intervals.items()},
    }


def _judged_json(judged: Judged) -> dict[str, Any]:
    figures = {name: asdict(figure) for name, figure in judged.figures.items()}
    return {"judge": judged.judge, "prompt": judged.prompt, "figures": figures}


def _score_json(score: QuestionScore) -> dict[str, Any]:
    return {
        "set": score.set,
        "id": score.id,
        "language": score.language,
        "document_language": score.document_language,
        "tags": list(score.tags),
        "scores": dict(score.scores),
    }
