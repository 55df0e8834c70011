"""Fits the calibration that ships with the package: `python benchmarks/fit_calibration.py DIR...`.

Every folder holds `corpus/` and `questions.jsonl`; only the tuning two thirds are read. Each
question is read twice: in its whole corpus, and in a library of single documents, one it belongs
to or one it does not, because a library on one topic looks different from an encyclopaedia.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rag import calibration
from rag.cli.evaluating import library_of
from rag.evals.calibrate import Observation, fit
from rag.evals.dataset import load_all
from rag.evals.questions import QuestionLine, QuestionSet
from rag.evals.splits import Split, split_of
from rag.settings import Settings, load
from rag.wiring import Mode, opened

DOCUMENTS_ALONE = 12
QUESTIONS_EACH = 10


def main() -> None:
    """Fit and write into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reader", default="similarity", help="or the file of a trained one")
    given = parser.parse_args()
    settings = load({"answer.reader": given.reader, "chat.model": "none"}).settings
    sets = [split_of(each, Split.TUNING) for each in load_all(given.folders)]
    observations: list[Observation] = []
    for each in sets:
        observations += in_whole(each, settings)
        observations += alone(each, settings)
        print(f"{each.name}: {len(observations)} observations", flush=True)
    kind = "similarity" if given.reader == "similarity" else "trained"
    target = Path(calibration.__file__).parent / "calibrations" / f"{kind}.json"
    start = calibration.load(kind)
    fitted = fit(observations, start, f"{len(sets)} sets, {len(observations)} readings")
    calibration.save(fitted, target)
    print(f"{target}: {fitted.hash}, {fitted.point}")


def in_whole(questions: QuestionSet, settings: Settings) -> list[Observation]:
    """Each question read in the whole corpus of its set."""
    with library_of(settings, questions.corpus) as engine:
        return [
            Observation(questions.name, bool(line.answerable), engine.read(line.question).signals)
            for line in questions.questions
        ]


def alone(questions: QuestionSet, settings: Settings) -> list[Observation]:
    """Questions read in libraries of one document: its own, and as many of other documents."""
    found: list[Observation] = []
    for source, own in _documents(questions):
        others = [line for line in questions.questions if _source(line) not in (None, source)]
        others = sorted(others, key=lambda line: _shuffled(source + line.id))[: len(own)]
        with tempfile.TemporaryDirectory() as folder:
            lone = replace(settings, data=Path(folder) / "library")
            shutil.copy(Path(str(questions.corpus)) / source, folder)
            with opened(lone, Mode.WRITE) as engine:
                list(engine.ingest([Path(folder) / source]))
                found += [
                    Observation(f"{questions.name}, alone", line in own, reading.signals)
                    for line in (*own, *others)
                    if (reading := engine.read(line.question)).signals
                ]
    return found


def _documents(questions: QuestionSet) -> Iterator[tuple[str, list[QuestionLine]]]:
    """Some documents with some of the questions that they answer."""
    by_source: dict[str, list[QuestionLine]] = {}
    for line in questions.questions:
        source = _source(line)
        if source is not None and line.answerable:
            by_source.setdefault(source, []).append(line)
    for source in sorted(by_source, key=_shuffled)[:DOCUMENTS_ALONE]:
        yield source, by_source[source][:QUESTIONS_EACH]


def _source(line: QuestionLine) -> str | None:
    return line.evidence[0].source if line.evidence else None


def _shuffled(text: str) -> str:
    """An order that has nothing to do with names, the same in every run."""
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
