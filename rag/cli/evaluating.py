"""`footnote eval`: questions with known answers, asked of a library and scored."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from rag.answer.judge import ChatJudge
from rag.cli import printing
from rag.cli.libraries import library_of
from rag.cli.sweeping import price_of, sweep
from rag.evals.command import evaluate as run
from rag.evals.library import Evaluated, evaluated
from rag.evals.report_file import report_json
from rag.evals.runner import Progress
from rag.evals.splits import Split
from rag.evals.table import report_table
from rag.settings import Settings
from rag.wiring import open_chat


def evaluate(options: Namespace, settings: Settings) -> int:
    """Run the evaluation the options describe; 1 when a gate failed."""
    if options.sweep:
        return sweep(options, settings)

    def open_engine(corpus: Path | None) -> AbstractContextManager[Evaluated]:
        return _evaluated(settings, corpus)

    show = printing.Counter("questions")

    def observer(progress: Progress) -> None:
        show(progress.done, progress.total, progress.rate, progress.remaining_s)

    report = run(
        [Path(path) for path in options.paths],
        open_engine=open_engine,
        predictions=_path(options.predictions),
        report=_path(options.report),
        html=_path(options.html),
        junit=_path(options.junit),
        baseline=_path(options.baseline),
        fail_under=options.fail_under,
        max_drop=options.max_drop,
        split=Split(options.split),
        corpus=_path(options.corpus),
        price=price_of(settings.chat),
        judge=_judge(options.judge, settings),
        ragas=_path(options.ragas),
        observer=observer,
    )
    show.done()
    if options.json:
        printing.value(report_json(report))
    else:
        printing.out(report_table(report))
    return int(bool(report.failures))


def _judge(given: str | None, settings: Settings) -> ChatJudge | None:
    chat = open_chat(replace(settings.chat, model=given)) if given else None
    return ChatJudge(chat) if chat else None


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None


@contextmanager
def _evaluated(settings: Settings, corpus: Path | None) -> Iterator[Evaluated]:
    with library_of(settings, corpus) as engine:
        yield evaluated(engine)
