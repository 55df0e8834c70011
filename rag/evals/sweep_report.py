"""A sweep as a table for the terminal and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rag.evals.compare import Change
from rag.evals.figures import KIND, Figures
from rag.evals.report_file import figures_json
from rag.evals.sweep import SweepReport, VariantReport
from rag.evals.table import ABSENT, aligned, figure_text
from rag.evals.versions import versions
from rag.wire import fingerprint_json

SHOWN = (
    "recall@5",
    "first_citation_hit",
    "citation_precision",
    "correct_and_cited",
    "refused_answerable",
    "answered_unanswerable",
    "auroc",
    "cost",
)
_SURE = 0.05


def sweep_table(report: SweepReport) -> str:
    """A row a variant; a star marks the best of a column, a tilde what may be chance."""
    names = shown(report)
    rows = [
        (each.variant.name, *(cell(each, name, best(report, name)) for name in names))
        for each in report.variants
    ]
    head = f"{report.questions} questions, {len(report.variants)} variants, split: {report.split}"
    note = (
        f"* best of its column   ~ no surer than p = {_SURE:g} to differ from the first row\n"
        "Times are left out: variants share work."
    )
    return f"{head}\n\n{aligned(('variant', *names), rows)}\n\n{note}\n"


def shown(report: SweepReport) -> list[str]:
    """The figures that any variant has, of those a table shows."""
    return [name for name in SHOWN if any(name in each.figures for each in report.variants)]


def cell(row: VariantReport, name: str, best_value: float | None) -> str:
    """A figure with its marks."""
    figure = row.figures.get(name)
    if figure is None:
        return ABSENT
    change = change_of(row, name)
    moved = change is not None and change.old != change.new and not is_sure(change)
    unsure = "~" if moved else " "
    top = "*" if best_value is not None and figure.value == best_value else " "
    return f"{figure_text(name, figure)}{top}{unsure}"


def change_of(row: VariantReport, name: str) -> Change | None:
    """How a figure differs from the first variant's; None for the first itself."""
    return next((each for each in row.changes if each.name == name), None)


def is_sure(change: Change) -> bool:
    """Whether a difference is more than chance, as far as a paired test tells."""
    return change.p_value is not None and change.p_value < _SURE


def best(report: SweepReport, name: str) -> float | None:
    """The best value of a figure; None where all variants have the same."""
    values = [each.figures[name].value for each in report.variants if name in each.figures]
    if len(set(values)) < 2:
        return None
    return max(values) if KIND[name].sign > 0 else min(values)


def sweep_json(report: SweepReport) -> dict[str, Any]:
    """The JSON report: every variant's settings, figures, changes and hashes."""
    return {
        "split": report.split.value,
        "questions": report.questions,
        "variants": [_variant_json(each) for each in report.variants],
        "versions": versions(),
    }


def sweep_text(report: SweepReport) -> str:
    """The JSON report as the text of its file."""
    return json.dumps(sweep_json(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _variant_json(row: VariantReport) -> dict[str, Any]:
    return {
        "name": row.variant.name,
        "changes": dict(row.variant.changes),
        **figures_json(_without_times(row.figures)),
        "sets": {name: figures_json(figures) for name, figures in row.by_set.items()},
        "against_first": [asdict(each) for each in row.changes if not _is_time(each.name)],
        "fingerprints": {name: fingerprint_json(of) for name, of in row.fingerprints.items()},
    }


def _without_times(figures: Figures) -> Figures:
    """The figures that sharing work leaves as they are."""
    return {name: each for name, each in figures.items() if not _is_time(name)}


def _is_time(name: str) -> bool:
    return name.startswith("ms_")
