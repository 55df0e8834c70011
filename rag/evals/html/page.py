"""The report as one HTML file: figures, plots, and every answer beside its gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rag.evals import table
from rag.evals.figures import KIND, Figure, Figures
from rag.evals.html import plots
from rag.evals.html.markup import Html, element
from rag.evals.html.origin import origin
from rag.evals.html.parts import document, row
from rag.evals.html.parts import table as html_table
from rag.evals.html.questions import question_details
from rag.evals.html.style import SCRIPT
from rag.evals.outcomes import Went, went
from rag.evals.report import EvalReport
from rag.evals.table import change_text, figure_text, value_text

_TITLE = "Evaluation of cited answers"


def report_html(report: EvalReport) -> str:
    """The page; it loads nothing and follows the reader's light or dark theme."""
    return document(
        _TITLE,
        element("h1", _TITLE),
        element("p", _lead(report), class_="lead"),
        element("div", *(_card(report, name) for name in table.CARDS), class_="cards"),
        *_gates(report),
        *_sets(report),
        *_plots("By language", report.by_language),
        *_plots("By tag", report.by_tag),
        *_curve(report),
        *_matrix(report),
        *_changes(report),
        *_judged(report),
        *_questions(report),
        *origin(report),
        element("script", SCRIPT),
    )


def _lead(report: EvalReport) -> str:
    asked = sum(len(each.outcomes) for each in report.sets)
    unanswered = sum(each.unanswered for each in report.sets)
    lead = f"{asked} questions in {len(report.sets)} set(s); split: {report.split}."
    return lead + (f" {unanswered} have no prediction." if unanswered else "")


def _card(report: EvalReport, name: str) -> Html:
    figure = report.figures.get(name)
    interval = figure.interval if figure else None
    span = "" if interval is None else f"95 %: {interval.low:.3f} to {interval.high:.3f}"
    return element(
        "div",
        element("b", figure_text(name, figure)),
        element("span", name),
        element("span", span),
        class_="card",
    )


def _gates(report: EvalReport) -> Sequence[Html]:
    if not report.gates:
        return ()
    failed = [
        element("li", f"{gate.figure}: {gate.demand}, {gate.failure}", class_="bad")
        for gate in report.failures
    ]
    met = [
        element("li", f"{gate.figure}: {gate.demand}", class_="good")
        for gate in report.gates
        if gate.failure is None
    ]
    count = f"{len(met)} of {len(report.gates)} met"
    return (
        element("h2", "Gates"),
        element("ul", *failed),
        element("details", element("summary", count), element("ul", *met)),
    )


def _sets(report: EvalReport) -> Sequence[Html]:
    rows = {each.name: each.figures for each in report.sets}
    names = [name for name in KIND if any(name in figures for figures in rows.values())]
    body = [row([name, *_cells(names, figures)]) for name, figures in rows.items()]
    body.append(row(["macro average", *_cells(names, report.figures)], "total"))
    return (element("h2", "Sets"), html_table(["set", *names], body))


def _cells(names: Sequence[str], figures: Figures) -> list[str]:
    return [figure_text(name, figures.get(name)) for name in names]


def _plots(title: str, groups: Mapping[str, Figures]) -> Sequence[Html]:
    names = [n for n in table.GROUPED if any(n in figures for figures in groups.values())]
    if not names:
        return ()
    drawn = [plots.bars(name, groups) for name in names]
    return (element("h2", title), element("div", *drawn, class_="plots"))


def _curve(report: EvalReport) -> Sequence[Html]:
    here = report.here
    if here is None:
        return ()
    note = (
        "Answering only the questions it is most sure of, how often would it be wrong?"
        f" As run (the dot) it answered {here[0]:.0%}, and {here[1]:.0%} of these wrongly."
    )
    return (
        element("h2", "Knowing when not to answer"),
        element("p", note, class_="note"),
        plots.curve(report.curve, here),
    )


def _matrix(report: EvalReport) -> Sequence[Html]:
    columns = sorted({name for of in report.matrix.values() for name in of})
    if not columns:
        return ()
    body = [
        row([asked, *(figure_text(table.MATRIX, _at(of, name)) for name in columns)])
        for asked, of in report.matrix.items()
    ]
    title = f"{table.MATRIX} by language of the question (rows) and of the gold (columns)"
    return (element("h2", title), html_table(["asked in", *columns], body))


def _at(of: Mapping[str, Figures], name: str) -> Figure | None:
    return of.get(name, {}).get(table.MATRIX)


def _changes(report: EvalReport) -> Sequence[Html]:
    if not report.changes:
        return ()
    body = [
        row(
            [
                each.name,
                value_text(each.name, each.old),
                value_text(each.name, each.new),
                change_text(each),
                "" if each.p_value is None else f"{each.p_value:.4f}",
            ],
            "bad" if each.worse_by > 0 else "good" if each.worse_by < 0 else None,
        )
        for each in report.changes
    ]
    head = ["figure", "baseline", "this run", "change", "p"]
    return (element("h2", "Against the baseline"), html_table(head, body))


def _judged(report: EvalReport) -> Sequence[Html]:
    judged = report.judged
    if judged is None:
        return ()
    body = [row(cells) for cells in table.judged_rows(judged)]
    return (element("h2", judged.title), html_table(table.JUDGED, body))


def _questions(report: EvalReport) -> Sequence[Html]:
    outcomes = [each for of_set in report.sets for each in of_set.outcomes]
    count = Counter(went(each) for each in outcomes)
    choices = [element("option", "all", value="")]
    choices += [
        element("option", f"{kind.value} ({count[kind]})", value=kind.value)
        for kind in Went
        if kind in count
    ]
    tools = element(
        "div",
        element("input", id="words", type="search", placeholder="words", aria_label="words"),
        element("select", *choices, id="only", aria_label="how it went"),
        element("span", id="shown", class_="soft"),
        class_="tools",
    )
    return (element("h2", "Questions"), tools, *map(question_details, outcomes))
