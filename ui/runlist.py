"""Evaluations as a list, and how far one has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rag.evals.runner import Progress
from ui.controls import action
from ui.progress import bar, time_left
from ui.render import Html, element, isolated, join
from ui.runs import Run
from ui.strings import Words

_EXAMPLE = '{"id": "1", "question": "…?", "answers": ["…"]}\n{"id": "2", "question": "…?"}'


def listing(runs: Sequence[Run], opened: str | None, words: Words) -> Html:
    """The runs, latest first; others can be compared with the one that is looked at."""
    if not runs:
        return element(
            "section",
            element("p", words.no_runs, class_="hint"),
            element("pre", _EXAMPLE, class_="example", dir="ltr"),
            element("p", element("a", words.judged_file, href="/judged.jsonl", download=True)),
            class_="runs",
        )
    comparable = opened in {run.id for run in runs if run.finished}
    rows = [_row(each, opened, words, comparable=comparable) for each in runs]
    return element(
        "section",
        element("h3", words.runs, class_="label"),
        element("ul", join(rows)),
        class_="runs",
    )


def progress(step: Progress, words: Words) -> Html:
    """Questions answered, the rate and the time left."""
    told = bar(
        step.done,
        step.total,
        words.fill(words.question_progress, done=step.done, total=step.total),
        words.fill(words.question_rate, rate=round(step.rate, 1)) if step.rate else "",
        time_left(step.remaining_s, words),
    )
    return element("div", told, class_="adding", role="status")


def moment(begun: datetime, words: Words) -> str:
    """When a run began, to the minute, by the clock of the serving machine."""
    shown = begun.astimezone().strftime("%Y-%m-%d %H:%M")
    return shown.translate(str.maketrans("0123456789", words.digits))


def _row(run: Run, opened: str | None, words: Words, *, comparable: bool) -> Html:
    here = run.id == opened
    count = words.fill(words.question_count, count=run.questions)
    about = " · ".join((count, *(() if run.finished else (words.unfinished,))))
    name = element(
        "button",
        isolated(run.name),
        type="button",
        class_="open",
        data_run=run.id,
        data_does="open",
        aria_current="true" if here else None,
        aria_label=f"{words.open_run}: {run.name}, {moment(run.begun, words)}",
    )
    compare = comparable and run.finished and not here
    return element(
        "li",
        name,
        element("span", moment(run.begun, words), class_="about", dir="ltr"),
        element("span", about, class_="about"),
        action("compare", words.compare, data_run=run.id) if compare else None,
    )
