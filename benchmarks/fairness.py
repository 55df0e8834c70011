"""Whether a language is buried: `python -m benchmarks.fairness` rewrites its part of evidence.md.

Eight articles in English, Chinese, Russian and Arabic, paragraph by paragraph the same, lie in one
library. A question in one of these languages has its evidence in all four, so that a fair ranking
finds all four and gives each the same share of the first places.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import sections
from benchmarks.rankings import RANKINGS, UNAIMED, Ranking, unaimed
from rag.engine import Engine
from rag.records import Hit, Span
from rag.settings import load
from rag.wiring import Mode, opened

PARALLEL = ("en", "zh", "ru", "ar")
PAGE = sections.HERE / "evidence.md"
DEPTH = 50
PLACES = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found for it: by hit, language and whether it is the evidence."""

    language: str
    hits: Sequence[Hit]
    told_in: Sequence[str]
    right: Sequence[bool]


def main() -> None:
    """Ask every answerable question in the library of all four languages, twice."""
    sets = {each: sections.shared() / "eval" / f"xquad-part-{each}" for each in PARALLEL}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        for language, place in sets.items():
            shutil.copytree(place / "corpus", corpus / language)
        settings = replace(load({"chat.model": "none"}).settings, data=Path(folder) / "library")
        with opened(settings, Mode.WRITE) as engine:
            list(engine.ingest([corpus]))
            plain = [each for language in sets for each in _asked(language, sets, unaimed(engine))]
            aimed = [each for language in sets for each in _asked(language, sets, engine)]
    sections.write("fairness", _report(plain, aimed), PAGE)


def _asked(language: str, sets: Mapping[str, Path], engine: Engine) -> Iterator[Asked]:
    texts = {each.id: engine.show(each.id).document.text for each in engine.documents()}
    for line in (sets[language] / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        if not question["answerable"]:
            continue
        gold = question["evidence"][0]
        own = sets[language] / "corpus" / gold["source"]
        number = _paragraph_at(own.read_text("utf-8"), gold["start"])
        hits = engine.search(question["question"], depth=DEPTH)
        sources = engine.asking.sources(hits)
        places = [sources[hit.passage.document_id].split("/")[-2:] for hit in hits]
        yield Asked(
            language,
            hits,
            [told_in for told_in, _ in places],
            [
                name == gold["source"]
                and number in _paragraphs(texts[hit.passage.document_id], hit.passage.span)
                for hit, (_, name) in zip(hits, places, strict=True)
            ],
        )


def _paragraph_at(text: str, place: int) -> int:
    return text[:place].count("\n\n")


def _paragraphs(text: str, span: Span) -> range:
    """The numbers of the paragraphs that a stretch touches."""
    return range(_paragraph_at(text, span.start), _paragraph_at(text, span.end) + 1)


def _report(plain: Sequence[Asked], aimed: Sequence[Asked]) -> str:
    rows = [
        [
            name,
            f"{_mean(asked, partial(_found_in_all, score)):.3f}",
            f"{_mean(asked, partial(_own_share, score)):.2f}",
            *(f"{_share_of(asked, score, each):.2f}" for each in PARALLEL),
        ]
        for asked, rankings in ((plain, UNAIMED), (aimed, RANKINGS))
        for name, score in rankings.items()
    ]
    head = ["ranked by", "evidence found", "own language", *PARALLEL]
    return (
        f"{len(aimed)} questions, evidence in four languages. *evidence found*: share of the four"
        f" tellings among the first {PLACES} passages; *own language*: share of those places held"
        " by the language of the question, and then by each language over all questions (0.25 is"
        f" even).\n\n{sections.table(head, rows)}"
    )


def _mean(asked: Sequence[Asked], figure: Callable[[Asked], float]) -> float:
    return float(np.mean([figure(each) for each in asked]))


def _first(score: Ranking, of: Asked) -> list[int]:
    scores = score([hit.scores for hit in of.hits])
    return sorted(range(len(scores)), key=lambda row: -scores[row])[:PLACES]


def _found_in_all(score: Ranking, of: Asked) -> float:
    told_in = {of.told_in[row] for row in _first(score, of) if of.right[row]}
    return len(told_in) / len(PARALLEL)


def _own_share(score: Ranking, of: Asked) -> float:
    return _share(score, of.language, of)


def _share(score: Ranking, language: str, of: Asked) -> float:
    return sum(of.told_in[row] == language for row in _first(score, of)) / PLACES


def _share_of(asked: Sequence[Asked], score: Ranking, language: str) -> float:
    return _mean(asked, partial(_share, score, language))


if __name__ == "__main__":
    main()
