"""`footnote calibrate`: fits when to abstain on questions of one's own, into the data folder."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rag import calibration
from rag.cli import printing
from rag.cli.libraries import library_of
from rag.engine import Engine
from rag.evals.calibrate import Observation, fit
from rag.evals.dataset import load_all
from rag.evals.questions import QuestionLine, QuestionSet
from rag.evals.splits import Split, split_of
from rag.settings import Settings


def calibrate(options: Namespace, settings: Settings) -> int:
    """Read every question, fit, and write the calibration; the kept-aside third stays unseen."""
    corpus = Path(options.corpus) if options.corpus else None
    chosen = [
        split_of(each, Split(options.split))
        for each in load_all([Path(path) for path in options.paths], corpus)
    ]
    fitted = _fitted(chosen, settings)
    target = Path(options.output) if options.output else settings.data / calibration.FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    calibration.save(fitted, target)
    _tell(options, fitted, target)
    return 0


def _fitted(sets: Sequence[QuestionSet], settings: Settings) -> calibration.Calibration:
    observations: list[Observation] = []
    total = sum(len(each.questions) for each in sets)
    show = printing.Counter("questions")
    for each in sets:
        with library_of(settings, each.corpus) as engine:
            start, name = engine.asking.calibration, f"{engine.embedder.name}, {total} questions"
            for line in each.questions:
                observations.append(_observed(each.name, line, engine))
                show.paced(len(observations), total)
    show.done()
    return fit(observations, start, name)


def _observed(name: str, line: QuestionLine, engine: Engine) -> Observation:
    reading = engine.read(line.question)
    return Observation(name, line.answerable is not False, reading.signals)


def _tell(options: Namespace, fitted: calibration.Calibration, target: Path) -> None:
    if options.json:
        printing.value({"hash": fitted.hash, "file": str(target), "name": fitted.name})
    else:
        printing.note(f"calibration {fitted.hash} written to {target}")
