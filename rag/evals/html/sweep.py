"""A sweep as one HTML file: a table of variants, and a plot of each figure by variant."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evals.figures import KIND
from rag.evals.html import plots
from rag.evals.html.markup import Html, element
from rag.evals.html.parts import document, row, table
from rag.evals.sweep import SweepReport, VariantReport
from rag.evals.sweep_report import best, change_of, is_sure, shown
from rag.evals.table import change_text, figure_text

_TITLE = "Settings compared"


def sweep_html(report: SweepReport) -> str:
    """The page; it loads nothing and follows the reader's light or dark theme."""
    first = report.variants[0].variant.name
    lead = (
        f"{report.questions} questions, {len(report.variants)} variants; split: {report.split}."
        f" Differences are from “{first}”; p is of a paired randomisation test."
        " Times are left out, since variants share work."
    )
    return document(
        _TITLE,
        element("h1", _TITLE),
        element("p", lead, class_="lead"),
        _figures(report),
        element("h2", "By variant"),
        element("div", *_plots(report), class_="plots"),
        element("h2", "What was set"),
        _settings(report.variants),
    )


def _figures(report: SweepReport) -> Html:
    names = shown(report)
    body = [
        row([_label(number, each), *(_cell(report, each, name) for name in names)])
        for number, each in enumerate(report.variants, start=1)
    ]
    return table(["variant", *names], body)


def _cell(report: SweepReport, of: VariantReport, name: str) -> Html:
    """The value, bold where it is the best, with its difference and how sure that is."""
    figure, change = of.figures.get(name), change_of(of, name)
    value = figure_text(name, figure)
    top = figure is not None and figure.value == best(report, name)
    shown_value = element("b", value) if top else Html(value)
    if change is None or change.old == change.new:
        return element("span", shown_value)
    colour = "bad" if change.worse_by > 0 else "good" if KIND[name].sign else "soft"
    p_value = "" if change.p_value is None else f", p = {change.p_value:.3f}"
    told = f"{change_text(change)}{p_value}"
    return element(
        "span",
        shown_value,
        element("small", told, class_=colour if is_sure(change) else "soft"),
    )


def _plots(report: SweepReport) -> Sequence[Html]:
    groups = {_label(n, each): each.figures for n, each in enumerate(report.variants, start=1)}
    return [plots.bars(name, groups) for name in shown(report) if KIND[name].rate]


def _label(number: int, of: VariantReport) -> str:
    """The variant's name behind its number, which is left where a plot cuts the name short."""
    return f"{number}. {of.variant.name}"


def _settings(rows: Sequence[VariantReport]) -> Html:
    body = [
        row(
            [
                _label(number, each),
                ", ".join(f"{key} = {value}" for key, value in each.variant.changes.items())
                or "nothing changed",
                ", ".join(sorted({of.settings for of in each.fingerprints.values()})),
            ]
        )
        for number, each in enumerate(rows, start=1)
    ]
    return table(["variant", "settings", "hash"], body)
