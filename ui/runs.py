"""Evaluations a reader has run, kept so that they can be opened again and compared.

Each run is a folder of the person's own: the question file, the predictions as they came, and the
reports of a run that was finished. A run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from rag.engine import Engine
from rag.errors import InputError, NotInLibrary
from rag.evals.command import evaluate
from rag.evals.dataset import load
from rag.evals.library import Evaluated
from rag.evals.questions import QuestionSet
from rag.evals.report import EvalReport
from rag.evals.runner import EngineLike, Observer, OpenEngine
from rag.records import Fingerprint
from rag.wire import fingerprint_from_json

FOLDER = "evaluations"
REPORTS = {"html": "report.html", "json": "report.json"}
"""What a finished run can be taken along as."""

_PREDICTIONS = "predictions.jsonl"
_STAMP = "%Y%m%dT%H%M%S"
_ID = re.compile(r"(\d{8}T\d{6})-[\w-]+")
_NAME_CHARS = 80
_AT_HAND = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation as kept; `begun` is in UTC."""

    id: str
    name: str
    begun: datetime
    questions: int
    finished: bool


@dataclass(frozen=True, slots=True)
class _Replayed(Evaluated):
    """A library whose answers are those of an earlier run, whatever it would answer now."""

    given: Fingerprint

    def fingerprint(self) -> Fingerprint:
        return self.given


class Runs:
    """Everybody's runs over one library; nobody sees another's."""

    def __init__(self, engine: Engine) -> None:
        """Keep the runs in the data folder of the engine's library."""
        self._engine = engine
        self._folder = engine.settings.data / FOLDER
        self._reports = lru_cache(_AT_HAND)(self._replay)
        self._asking: defaultdict[str, Lock] = defaultdict(Lock)

    def begin(self, owner: str, file: Path) -> str:
        """Keep a question file for a new run; the run's id.

        Raises InputError naming every bad line, or where the file brings documents of its own.
        """
        if _loaded(file).documents:
            raise InputError(f"{file.name}: brings its own documents; use `footnote eval`")
        stamp = datetime.now(UTC).strftime(_STAMP)
        run_id = f"{stamp}-{secrets.token_urlsafe(6)}"
        name = re.sub(r"[^\w.-]+", "-", file.stem)[:_NAME_CHARS].strip(".") or "questions"
        questions = self._of(owner) / run_id / "questions" / f"{name}{file.suffix}"
        questions.parent.mkdir(parents=True)
        questions.write_bytes(file.read_bytes())
        return run_id

    def all(self, owner: str) -> list[Run]:
        """The owner's runs, latest first."""
        found = self._of(owner).glob("*") if self._of(owner).is_dir() else ()
        return sorted(
            (_described(each) for each in found if _ID.fullmatch(each.name)),
            key=lambda run: run.id,
            reverse=True,
        )

    def go_on(self, owner: str, run_id: str, observer: Observer) -> None:
        """Ask what has not been asked yet and write the reports.

        One at a time: whoever stopped a run may go on with it while its last question is answered.

        Raises NotInLibrary for an unknown run, InputError where its gold is not in the library.
        """
        folder = self._known(owner, run_id)
        with self._asking[run_id]:
            evaluate(
                [_questions(folder)],
                open_engine=_opening(Evaluated(self._engine)),
                predictions=folder / _PREDICTIONS,
                report=folder / REPORTS["json"],
                html=folder / REPORTS["html"],
                observer=observer,
            )

    def report(self, owner: str, run_id: str, against: str | None = None) -> EvalReport:
        """A finished run, compared with the run `against` where one is named.

        Raises NotInLibrary for an unknown run, InputError where the two share no question.
        """
        baseline = self.file(owner, against, "json") if against else None
        return self._reports(self._known(owner, run_id), baseline)

    def file(self, owner: str, run_id: str, form: str) -> Path:
        """A report of a finished run as a file. Raises NotInLibrary where there is none."""
        path = self._known(owner, run_id) / REPORTS.get(form, "no such form")
        if not path.is_file():
            raise NotInLibrary(f"the run {run_id} has no report of the form {form!r}")
        return path

    def _replay(self, folder: Path, baseline: Path | None) -> EvalReport:
        engine = _Replayed(self._engine, _fingerprint(folder / _PREDICTIONS))
        return evaluate(
            [_questions(folder)],
            open_engine=_opening(engine),
            predictions=folder / _PREDICTIONS,
            baseline=baseline,
        )

    def _of(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode()).hexdigest()[:24]

    def _known(self, owner: str, run_id: str) -> Path:
        folder = self._of(owner) / run_id
        if not _ID.fullmatch(run_id) or not folder.is_dir():
            raise NotInLibrary(f"there is no run {run_id!r}")
        return folder


def _loaded(file: Path) -> QuestionSet:
    """The questions of a file; errors name it as its owner does, not where it was put."""
    try:
        return load(file)
    except InputError as error:
        said = (error.message, *error.problems)
        message, *problems = (each.replace(str(file), file.name) for each in said)
        raise InputError(message, problems) from error


def _opening(engine: EngineLike) -> OpenEngine:
    """The library at hand for questions about it; the page reads no other documents."""

    @contextmanager
    def opened(_corpus: Path | None) -> Iterator[EngineLike]:
        yield engine

    def open_engine(corpus: Path | None) -> AbstractContextManager[EngineLike]:
        return opened(corpus)

    return open_engine


def _described(folder: Path) -> Run:
    questions = _questions(folder)
    lines = questions.read_text("utf-8", errors="replace").split("\n")
    begun = datetime.strptime(folder.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    return Run(
        folder.name,
        questions.stem,
        begun,
        sum(bool(line.strip()) for line in lines),
        (folder / REPORTS["json"]).is_file(),
    )


def _questions(folder: Path) -> Path:
    return next((folder / "questions").iterdir())


def _fingerprint(predictions: Path) -> Fingerprint:
    """What the answers of a run were made with."""
    with predictions.open(encoding="utf-8") as lines:
        return fingerprint_from_json(json.loads(next(lines))["fingerprint"])
