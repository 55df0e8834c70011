"""Question sets from paths: folders, single files, and the formats other tools write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rag.errors import InputError, UsageError
from rag.evals.checking import checked
from rag.evals.questions import QuestionSet
from rag.evals.readers import read

QUESTIONS = "questions.jsonl"
CORPUS = "corpus"


def load(path: Path, corpus: Path | None = None) -> QuestionSet:
    """The questions at `path`, all of them checked.

    `path` is a folder holding `corpus/` and `questions.jsonl`, a BEIR folder, or one file of a
    format in `readers.FORMATS`; `corpus` is the folder of documents a single file asks about, None
    for the user's own library.

    Raises InputError with every bad line, or UsageError where `corpus` does not go with `path`.
    """
    if (path / QUESTIONS).is_file():
        return _folder(path, corpus)
    if corpus is not None and not corpus.is_dir():
        raise UsageError(f"--corpus {corpus}: not a folder")
    format_read = read(path)
    if format_read.documents and corpus is not None:
        raise UsageError(f"{path}: {format_read.name} brings its own documents; leave out --corpus")
    return QuestionSet(
        name=path.stem if path.is_file() else path.resolve().name,
        questions=checked(format_read.rows, str(path)),
        corpus=corpus,
        documents=format_read.documents,
    )


def load_all(paths: Sequence[Path], corpus: Path | None = None) -> tuple[QuestionSet, ...]:
    """Every set of one run, under names that tell them apart.

    Raises InputError with the bad lines of all files together.
    """
    if not paths:
        raise UsageError("nothing to evaluate: name a question file or a folder")
    sets: list[QuestionSet] = []
    problems: list[str] = []
    for path in paths:
        try:
            sets.append(load(path, corpus))
        except InputError as error:
            problems.extend(error.problems or (str(error),))
    if problems:
        raise InputError(f"{len(problems)} problem(s) in the questions", problems)
    return _told_apart(sets, paths)


def _folder(path: Path, corpus: Path | None) -> QuestionSet:
    if corpus is not None:
        raise UsageError(f"{path}: a folder brings its own corpus; leave out --corpus")
    if not (path / CORPUS).is_dir():
        raise InputError(f"{path}: holds {QUESTIONS} but no folder {CORPUS}/")
    rows = read(path / QUESTIONS).rows
    name = path.resolve().name
    return QuestionSet(name, checked(rows, str(path / QUESTIONS)), path / CORPUS)


def _told_apart(sets: Sequence[QuestionSet], paths: Sequence[Path]) -> tuple[QuestionSet, ...]:
    """Equal names get the folder they stand in put in front."""
    count = Counter(each.name for each in sets)
    named = [
        replace(each, name=f"{path.resolve().parent.name}/{each.name}")
        if count[each.name] > 1
        else each
        for each, path in zip(sets, paths, strict=True)
    ]
    names = [each.name for each in named]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise UsageError(f"given twice: {', '.join(twice)}")
    return tuple(named)
