"""`footnote eval`: folders of documents become libraries of their own, kept by content."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rag.cli import printing
from rag.engine import Engine
from rag.errors import InputError, NotInLibrary
from rag.evals.command import evaluate as run
from rag.evals.report_file import report_json
from rag.evals.runner import Progress
from rag.evals.splits import Split
from rag.evals.table import report_table
from rag.flows.ingest import READER_VERSION
from rag.records import Answer, Fingerprint, Turn
from rag.settings import Settings
from rag.text import words
from rag.wiring import Mode, calibration_file, opened


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An engine as an evaluation sees it."""

    engine: Engine

    def fingerprint(self) -> Fingerprint:
        return self.engine.fingerprint()

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        return self.engine.ask(question, history=history)

    def sources(self) -> Sequence[str]:
        return [entry.source for entry in self.engine.documents()]

    def text(self, source: str) -> str | None:
        try:
            return self.engine.show(source).document.text
        except NotInLibrary:
            return None


def evaluate(options: Namespace, settings: Settings) -> int:
    """Run the evaluation the options describe; 1 when a gate failed."""

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
        observer=observer,
    )
    show.done()
    if getattr(options, "json", False):
        printing.value(report_json(report))
    else:
        print(report_table(report))
    return int(bool(report.failures))


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None


@contextmanager
def _evaluated(settings: Settings, corpus: Path | None) -> Iterator[Evaluated]:
    with library_of(settings, corpus) as engine:
        yield Evaluated(engine)


@contextmanager
def library_of(settings: Settings, corpus: Path | None) -> Iterator[Engine]:
    """The user's library, or a library of `corpus` that is made once for each content."""
    if corpus is None:
        with opened(settings) as engine:
            yield engine
        return
    if not corpus.is_dir():
        raise InputError(f"{corpus}: no such folder of documents")
    place = settings.cache / "evaluations" / _content_hash(corpus, settings)
    own = replace(settings, data=place, calibration=str(calibration_file(settings)))
    if not (place / "complete").exists():
        if not _ingest(own, corpus):
            raise InputError(f"{corpus}: holds no document that can be read")
        (place / "complete").touch()
    with opened(own) as engine:
        yield engine


def _ingest(settings: Settings, corpus: Path) -> int:
    """Read the folder; how many documents the library then holds."""
    show = printing.Progress()
    with opened(settings, Mode.WRITE) as engine:
        for event in engine.ingest([corpus]):
            show(event)
        show.done()
        return len(engine.documents())


def _content_hash(corpus: Path, settings: Settings) -> str:
    """Changes with any file's path or bytes, with the embedder and with how passages are cut."""
    parts = f"{settings.embedder} {settings.passages} {READER_VERSION} {words.VERSION}"
    digest = hashlib.sha256(parts.encode())
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(corpus)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
