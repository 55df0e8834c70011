"""Whether disagreements are seen, and only those: `python -m benchmarks.disputes`.

For each set two figures over tuning questions whose gold holds a number: how often a disagreement
is told where nobody planted one (nearly all of these are false), and how often one is told, and by
the planted source, after another document says each gold's sentence with its number changed.
FOOTNOTE_SHARED names the evaluation sets.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import sections
from benchmarks.check import altered
from rag.engine import Engine
from rag.evals import dataset
from rag.evals.questions import QuestionLine
from rag.evals.splits import Split, split_of
from rag.records import Answer
from rag.settings import load
from rag.text import sentences
from rag.wiring import Mode, opened

SETS = (
    "xquad-part-en",
    "drcd-dev-zh",
    "xquad-part-ru",
    "pquad-validation-fa",
    "xquad-part-zh-to-ru",
    "xquad-part-en-to-zh",
)
MOST = 60
PLANTED = "planted.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose gold holds a number, and the gold's sentence with another number."""

    question: QuestionLine
    planted: str


def main() -> None:
    """A line for each set."""
    rows = [[name, *map(_share, measured(name))] for name in SETS]
    head = ["set", "told, nothing planted", "told of what was planted"]
    told = "`python -m benchmarks.disputes`: " + " ".join(__doc__.split("\n\n")[1].split())
    text = f"## Disagreements\n\n{told}\n\n{sections.table(head, rows)}"
    sections.write("disputes", text, sections.HERE / "evidence.md")


def _share(part: list[bool]) -> str:
    return f"{sum(part)}/{len(part)}"


def measured(name: str) -> tuple[list[bool], list[bool]]:
    """For each case of a set, whether one was told before and after planting."""
    folder = sections.shared() / "eval" / name
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as beside:
        settings = load({"data": data, "chat.model": "none"}, {}).settings
        with opened(settings, Mode.WRITE) as engine:
            list(engine.ingest([folder / "corpus"]))
            found = list(cases(engine, folder))[:MOST]
            before = [bool(asked(engine, case).disagreements) for case in found]
            list(engine.ingest([planted(found, Path(beside))]))
            after = [_by_planted(asked(engine, case)) for case in found]
    return before, after


def cases(engine: Engine, folder: Path) -> Iterator[Case]:
    """The set's tuning questions that a number answers."""
    questions = split_of(dataset.load(folder), Split.TUNING).questions
    for question in questions:
        if question.evidence and any(char.isdigit() for text in question.answers for char in text):
            gold = question.evidence[0]
            said = _sentence(engine.show(Path(gold.source).name).document.text, gold.quote)
            changed = _changed(said, question.answers[0]) if said else None
            if changed:
                yield Case(question, changed)


def _sentence(text: str, quote: str) -> str | None:
    """The sentence of a text that a quote stands in; None where it stands in several."""
    start = text.find(quote)
    spans = sentences.split(text)
    return next((s.of(text) for s in spans if s.start <= start and start < s.end), None)


def _changed(sentence: str, answer: str) -> str | None:
    """The sentence with a figure of the answer in it changed."""
    changed = altered(answer)
    return sentence.replace(answer, changed) if changed and answer in sentence else None


def planted(found: Iterable[Case], folder: Path) -> Path:
    """One document of all changed sentences, which is nobody's copy, a paragraph each."""
    path = folder / PLANTED
    path.write_text("\n\n".join(dict.fromkeys(case.planted for case in found)), encoding="utf-8")
    return path


def asked(engine: Engine, case: Case) -> Answer:
    """The case's question, answered."""
    return engine.ask(case.question.question)


def _by_planted(answer: Answer) -> bool:
    """Whether a side of a disagreement is a planted source and another is not."""
    sources = {one.number: Path(one.source).name for one in answer.citations}
    for each in answer.disagreements:
        sides = [sources[number] == PLANTED for side in each.sides for number in side]
        if True in sides and False in sides:
            return True
    return False


if __name__ == "__main__":
    main()
