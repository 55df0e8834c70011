"""The report as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.evals.compare import Change
from rag.evals.figures import KIND, Figure, Figures
from rag.evals.judging.opinion import Judged
from rag.evals.report import EvalReport

CITING = (
    "recall@1",
    "recall@5",
    "recall@10",
    "mrr",
    "first_citation_hit",
    "citation_hit",
    "citation_precision",
)
ANSWERING = ("answer_contains_gold", "correct_and_cited", "answer_chars", "ms_p50", "ms_p95")
REFUSING = (
    "refused_answerable",
    "answered_unanswerable",
    "answered_unanswerable_same_topic",
    "answered_unanswerable_out_of_corpus",
    "auroc",
    "aurc",
)
GROUPED = (
    "recall@5",
    "first_citation_hit",
    "correct_and_cited",
    "refused_answerable",
    "answered_unanswerable",
)
CARDS = (
    "recall@5",
    "first_citation_hit",
    "citation_precision",
    "answer_contains_gold",
    "correct_and_cited",
    "refused_answerable",
    "answered_unanswerable",
    "ms_p50",
)
"""What a reader wants to know first."""
MATRIX = "correct_and_cited"
JUDGED = ("figure", "value", "95 % interval", "questions")
ABSENT = "-"


def report_table(report: EvalReport) -> str:
    """Everything but the single questions: figures, sets, groups, comparison and gates."""
    parts = [_title(report), _summary(report)]
    if len(report.sets) > 1:
        rows = {each.name: each.figures for each in report.sets} | {"macro average": report.figures}
        parts += [_block("set", rows, names) for names in (CITING, ANSWERING, REFUSING)]
    parts.append(_block("language", report.by_language, GROUPED))
    if report.by_tag:
        parts.append(_block("tag", report.by_tag, GROUPED))
    if len(report.matrix) > 1:
        parts.append(_matrix(report))
    if report.changes:
        parts.append(_changes(report.changes))
    if report.gates:
        parts.append(_gates(report))
    if report.judged:
        parts.append(_judged(report.judged))
    parts.append("  ".join(f"{name} {value}" for name, value in hashes(report).items()))
    return "\n\n".join(parts) + "\n"


def hashes(report: EvalReport) -> dict[str, str]:
    """Short hashes of what the figures hang on, of all sets together where they share it."""
    prints = [each.fingerprint for each in report.sets if each.fingerprint]
    told = {
        "settings-calibration": sorted({each.settings for each in prints}),
        "prompts": sorted({each.prompts for each in prints}),
        "index": sorted({each.index for each in prints}),
    }
    return {name: "+".join(values) for name, values in told.items()}


def made_with(report: EvalReport) -> dict[str, object]:
    """Everything the figures hang on by name: hashes, calibration, settings, prompts, versions."""
    under = report.conditions
    told: dict[str, object] = dict(hashes(report))
    if under is not None:
        told |= {"calibration": under.calibration, "calibrated_on": under.calibrated_on}
        told |= {f"settings.{name}": value for name, value in under.settings.items()}
        told |= {f"prompts.{name}": value for name, value in under.prompts.items()}
    return told | {f"version.{name}": value for name, value in report.versions.items()}


def figure_text(name: str, figure: Figure | None) -> str:
    """A figure as people read it, a dash where it is absent."""
    if figure is None:
        return ABSENT
    return value_text(name, figure.value)


def value_text(name: str, value: float) -> str:
    """A value as people read it: rates to three digits, characters and milliseconds whole."""
    digits = 3 if KIND[name].rate else 1 if abs(value) < 10 else 0
    return f"{value:.{digits}f}"


def change_text(change: Change) -> str:
    """By how much a figure has changed, to as many places as it is shown with."""
    by = change.new - change.old
    return f"{by:+.3f}" if KIND[change.name].rate else f"{by:+.0f}"


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width: the first to the left, others to the right.

    Names of several words are stacked, so that a column is no wider than its longest word.
    """
    stacks = [header[0:1], *(name.split("_") for name in header[1:])]
    height = max(map(len, stacks))
    padded = [[""] * (height - len(stack)) + list(stack) for stack in stacks]
    lines = [*zip(*padded, strict=True), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    line = "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)])
    return line.rstrip()


def _title(report: EvalReport) -> str:
    asked = sum(len(each.outcomes) for each in report.sets)
    unanswered = sum(each.unanswered for each in report.sets)
    missing = f", {unanswered} without a prediction" if unanswered else ""
    return f"{asked} questions in {len(report.sets)} set(s), split: {report.split}{missing}"


def _summary(report: EvalReport) -> str:
    rows = [
        (name, value_text(name, figure.value), _interval(name, figure), str(figure.n))
        for name, figure in report.figures.items()
    ]
    what = "figure" if len(report.sets) == 1 else "macro average"
    return aligned((what, "value", "95 % interval", "questions"), rows)


def _interval(name: str, figure: Figure) -> str:
    if figure.interval is None:
        return ""
    return f"{value_text(name, figure.interval.low)} to {value_text(name, figure.interval.high)}"


def _block(what: str, rows: Mapping[str, Figures], names: Sequence[str]) -> str:
    shown = [name for name in names if any(name in figures for figures in rows.values())]
    cells = [
        (row, *(figure_text(name, figures.get(name)) for name in shown))
        for row, figures in rows.items()
    ]
    return aligned((what, *shown), cells)


def _matrix(report: EvalReport) -> str:
    columns = sorted({name for row in report.matrix.values() for name in row})
    rows = [
        (asked, *(figure_text(MATRIX, row.get(name, {}).get(MATRIX)) for name in columns))
        for asked, row in report.matrix.items()
    ]
    return aligned((f"{MATRIX}, asked in \\ written in", *columns), rows)


def _changes(changes: Sequence[Change]) -> str:
    rows = [
        (
            each.name,
            value_text(each.name, each.old),
            value_text(each.name, each.new),
            change_text(each),
            ABSENT if each.p_value is None else f"{each.p_value:.4f}",
            str(each.n),
        )
        for each in changes
    ]
    return aligned(("against the baseline", "old", "new", "change", "p", "questions"), rows)


def _judged(judged: Judged) -> str:
    return f"{judged.title}\n" + aligned(JUDGED, judged_rows(judged))


def judged_rows(judged: Judged) -> list[tuple[str, ...]]:
    """A judge's figures as people read them, a row each; `JUDGED` is their head."""
    return [
        (name, f"{each.value:.3f}", _plain_interval(each), str(each.n))
        for name, each in judged.figures.items()
    ]


def _plain_interval(figure: Figure) -> str:
    """A rate's interval as people read it; empty where none is known."""
    between = figure.interval
    return f"{between.low:.3f} to {between.high:.3f}" if between else ""


def _gates(report: EvalReport) -> str:
    lines = [f"FAILED  {gate.figure}: {gate.demand}, {gate.failure}" for gate in report.failures]
    met = len(report.gates) - len(report.failures)
    return "\n".join([*lines, f"{met} of {len(report.gates)} gates met"])
