"""Fits the calibration that ships with the package: `python benchmarks/fit_calibration.py DIR...`.

Every folder holds `corpus/` and `questions.jsonl`; only the tuning two thirds are read. Each
question is read twice: in its whole corpus, and in a library of single documents, one it belongs
to or one it does not, because a library on one topic looks different from an encyclopaedia. First
the weights of a sentence's features are fitted, then, on the sentence that comes first by them,
whether anybody answers.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag import calibration
from rag.calibration import Calibration
from rag.cli.libraries import library_of
from rag.engine import Engine
from rag.evals.calibrate import Observation, fit
from rag.evals.dataset import load_all
from rag.evals.questions import QuestionLine, QuestionSet
from rag.evals.sentence_weights import Choice, fit_sentence
from rag.evals.splits import Split, split_of
from rag.records import Passage, Span
from rag.search.candidates import Candidate
from rag.search.evidence import EvidenceReader
from rag.search.signals import inside, outside
from rag.settings import Settings, load
from rag.text import questions as asked_questions
from rag.wiring import Mode, opened

DOCUMENTS_ALONE = 12
QUESTIONS_EACH = 10
DEPTH = 50


@dataclass(frozen=True, slots=True)
class Passed:
    """A passage that search found: the scores it came from, whether right evidence lies in it."""

    scores: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One question as the reader saw it, before any weight is applied; passages best first."""

    set: str
    line: QuestionLine
    asked_in: str
    passages: Sequence[Passed]
    candidates: Sequence[Candidate]
    right: Sequence[bool]
    outside: Mapping[str, float]

    @property
    def answerable(self) -> bool:
        return bool(self.line.answerable)

    def choice(self) -> Choice:
        return Choice(self.set, [each.features for each in self.candidates], self.right)

    def observation(self, fitted: Calibration) -> Observation:
        scores = [fitted.sentence(each.features) for each in self.candidates]
        read = inside(self.candidates, scores, self.asked_in)
        return Observation(self.set, self.answerable, {**read, **self.outside})


def main() -> None:
    """Fit and write into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reader", default="trained", help="similarity, trained, or a file")
    given = parser.parse_args()
    settings = load({"answer.reader": given.reader, "chat.model": "none"}).settings
    sets = [split_of(each, Split.TUNING) for each in load_all(given.folders)]
    seen: list[Seen] = []
    for each in sets:
        seen += in_whole(each, settings)
        seen += alone(each, settings)
        print(f"{each.name}: {len(seen)} readings", flush=True)
    kind = "similarity" if given.reader == "similarity" else "trained"
    fitted = fitted_on(seen, calibration.load(kind), f"{len(sets)} sets, {len(seen)} readings")
    target = Path(calibration.__file__).parent / "calibrations" / f"{kind}.json"
    calibration.save(fitted, target)
    print(f"{target}: {fitted.hash}, {fitted.point}")


def fitted_on(seen: Sequence[Seen], start: Calibration, name: str) -> Calibration:
    """Sentence weights, then answerability and operating point; the rest is `start`'s."""
    weighed = replace(start, sentence=fit_sentence([each.choice() for each in seen]))
    return fit([each.observation(weighed) for each in seen], weighed, name)


def in_whole(questions: QuestionSet, settings: Settings) -> list[Seen]:
    """Each question read in the whole corpus of its set."""
    with library_of(settings, questions.corpus) as engine:
        return _all_seen(questions.name, questions.questions, engine)


def alone(questions: QuestionSet, settings: Settings) -> list[Seen]:
    """Questions read in libraries of one document: its own, and as many of other documents."""
    found: list[Seen] = []
    for source, own in _documents(questions):
        others = [line for line in questions.questions if _source(line) not in (None, source)]
        others = sorted(others, key=lambda line: _shuffled(source + line.id))[: len(own)]
        foreign = [replace(line, answerable=False, evidence=()) for line in others]
        with tempfile.TemporaryDirectory() as folder:
            lone = replace(settings, data=Path(folder) / "library")
            shutil.copy(Path(str(questions.corpus)) / source, folder)
            with opened(lone, Mode.WRITE) as engine:
                list(engine.ingest([Path(folder) / source]))
                found += _all_seen(f"{questions.name}, alone", (*own, *foreign), engine)
    return found


def _all_seen(name: str, lines: Sequence[QuestionLine], engine: Engine) -> list[Seen]:
    return [seen for line in lines if (seen := _seen(name, line, engine))]


def _seen(name: str, line: QuestionLine, engine: Engine) -> Seen | None:
    reader = engine.asking.reader
    if not isinstance(reader, EvidenceReader):
        raise TypeError(f"{reader} has no sentence weights to fit")
    asked = asked_questions.analyse(line.question)
    hits = engine.search(line.question, depth=DEPTH)
    found = reader.candidates(asked, hits)
    if not found:
        return None
    return Seen(
        set=name,
        line=line,
        asked_in=asked.language,
        passages=[
            Passed(hit.scores, is_right(hit.passage, hit.passage.span, line, engine))
            for hit in hits
        ],
        candidates=found,
        right=[is_right(each.hit.passage, each.span, line, engine) for each in found],
        outside=outside(hits, asked.language, engine.asking.calibration),
    )


def is_right(passage: Passage, span: Span, line: QuestionLine, engine: Engine) -> bool:
    """Whether a stretch of a passage touches gold evidence."""
    source = engine.entry(passage.document_id).source
    return any(
        gold.source == source and gold.span is not None and gold.span.overlaps(span)
        for gold in line.evidence
    )


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
