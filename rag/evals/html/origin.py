"""What the figures were made with: hashes, settings, prompts, versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.evals.html.markup import Html, element
from rag.evals.html.parts import row, table
from rag.evals.report import EvalReport


def origin(report: EvalReport) -> Sequence[Html]:
    """Hashes of every set, and under folds the settings, prompts and versions behind them."""
    prints = [
        row(
            [each.name, each.fingerprint.settings, each.fingerprint.prompts, each.fingerprint.index]
        )
        for each in report.sets
        if each.fingerprint
    ]
    return (
        element("h2", "What this was made with"),
        table(["set", "settings and calibration", "prompts", "index"], prints),
        *_conditions(report),
        _folded("Versions", report.versions),
    )


def _conditions(report: EvalReport) -> Sequence[Html]:
    under = report.conditions
    if under is None:
        return ()
    calibration = f"Calibration {under.calibration}, fitted on: {under.calibrated_on}."
    return (
        element("p", calibration, class_="note"),
        _folded("Settings", under.settings),
        _folded("Prompts", under.prompts),
    )


def _folded(title: str, values: Mapping[str, object]) -> Html:
    rows = [row([name, str(value)]) for name, value in values.items()]
    return element("details", element("summary", title), table(["name", "value"], rows))
