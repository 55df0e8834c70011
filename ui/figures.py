"""An evaluation as HTML: its figures, plots, comparison and the list of its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rag.evals import table
from rag.evals.compare import Change
from rag.evals.figures import Figures
from rag.evals.html import plots
from rag.evals.report import EvalReport
from rag.evals.table import change_text, figure_text, value_text
from ui import outcomes
from ui.render import Html, element, isolated, join
from ui.runlist import moment
from ui.runs import REPORTS
from ui.strings import Words


def whole(
    report: EvalReport, run_id: str, words: Words, *, compared: datetime | None = None
) -> Html:
    """A finished run; `compared` says when the run began that it is compared with."""
    return element(
        "article",
        element("div", join(_card(report, name) for name in table.CARDS), class_="cards"),
        _changes(report, compared, words) if compared else None,
        _groups(words.by_language, report.by_language, words),
        _groups(words.by_tag, report.by_tag, words),
        _risk(report, words),
        outcomes.questions(report, words),
        _along(run_id, words),
        class_="evaluation",
        data_run=run_id,
        data_places=True,
    )


def _card(report: EvalReport, name: str) -> Html:
    figure = report.figures.get(name)
    interval = figure.interval if figure else None
    spread = (
        f"{value_text(name, interval.low)} – {value_text(name, interval.high)}" if interval else ""
    )
    return element(
        "div",
        element("b", figure_text(name, figure)),
        element("span", name),
        element("span", spread, class_="about"),
        class_="card",
        dir="ltr",
    )


def _groups(title: str, groups: Mapping[str, Figures], words: Words) -> Html | None:
    names = [each for each in table.GROUPED if any(each in of for of in groups.values())]
    if not names:
        return None
    labels = _labels(words)
    drawn = [Html(plots.bars(name, groups, labels)) for name in names]
    return element(
        "section", element("h3", title), element("div", join(drawn), class_="plots", dir="ltr")
    )


def _risk(report: EvalReport, words: Words) -> Html | None:
    here = report.here
    if here is None:
        return None
    answered, wrong = (round(100 * share) for share in here)
    drawn = Html(plots.curve(report.curve, here, _labels(words)))
    return element(
        "section",
        element("h3", words.knowing),
        element("p", words.fill(words.risk_note, answered=answered, wrong=wrong), class_="hint"),
        element("div", drawn, class_="plots", dir="ltr"),
        class_="risk",
    )


def _labels(words: Words) -> plots.Labels:
    return plots.Labels(words.less_is_better, words.knowing, words.risk_answered, words.risk_wrong)


def _changes(report: EvalReport, compared: datetime, words: Words) -> Html:
    titles = (words.figure, words.before, words.now, "±", "p")
    head = element("tr", join(element("th", each, scope="col") for each in titles))
    return element(
        "section",
        element("h3", words.fill(words.compared, when=moment(compared, words))),
        element(
            "div",
            element(
                "table",
                element("thead", head),
                element("tbody", join(_change(each) for each in report.changes)),
            ),
            class_="changes",
        ),
    )


def _change(change: Change) -> Html:
    way = "worse" if change.worse_by > 0 else "better" if change.worse_by < 0 else "same"
    cells = (
        value_text(change.name, change.old),
        value_text(change.name, change.new),
        change_text(change),
        "" if change.p_value is None else f"{change.p_value:.4f}",
    )
    return element(
        "tr",
        element("th", isolated(change.name), scope="row"),
        join(element("td", isolated(each)) for each in cells),
        class_=way,
    )


def _along(run_id: str, words: Words) -> Html:
    links = [
        element("a", form.upper(), href=f"/evaluation/{run_id}/{form}", download=True)
        for form in REPORTS
    ]
    parts = [part for link in links for part in (" ", link)]
    return element("p", f"{words.take_report}:", *parts, class_="exports")
