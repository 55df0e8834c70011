"""How well drafts are checked: `python benchmarks/check.py [--fit]`.

Statements of known truth are checked against libraries and their verdicts counted. `--fit` fits
the weights on the tuning half and writes them into the package; without it the other half is
reported. See check.md for what the statements are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from rag.answer import support
from rag.answer.closeness import Closeness
from rag.answer.comparing import Comparing
from rag.answer.support import Finding, Weighed, Weighing, Weights, decide
from rag.calibration import Linear
from rag.cli.evaluating import library_of
from rag.engine import Engine
from rag.flows.check import Checking
from rag.records import DraftVerdict, Filters
from rag.settings import Settings, load
from rag.text import facts, sentences
from rag.text import language as languages
from rag.text.normalise import unbroken

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds" / "documents"
WEIGHTS = Path(support.__file__).parent.parent / "calibrations" / "check.json"
FEATURES = {
    "aligned": ("cosine", "terms", "figures", "partners"),
    "plain": ("cosine", "terms", "figures"),
}
PAIRS = (("en", "ru"), ("zh", "en"), ("ar", "en"), ("ru", "zh"))
ELSEWHERE = (
    "arcd-train-ar", "pquad-validation-fa", "cmrc-trial-zh", "xquad-part-ru", "clapnq-dev-en",
)  # fmt: skip
TRANSLATED = 12
OFF_TOPIC = 10
LIMITS = np.arange(-1.5, 2.01, 0.25)
PREFERENCES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
MATTERS = (0.0, 0.2, 0.3, 0.4, 0.5)
NAMES = {
    "en": ("Russia", "China", "Moscow", "the Kremlin", "Vladimir Putin", "Joe Biden"),
    "zh": ("俄罗斯", "中国", "莫斯科", "普京", "佩斯科夫"),
    "fa": ("روسیه", "چین", "مسکو", "پوتین"),
    "ru": ("Россия", "Китай", "Москва", "Путин"),
    "ar": ("روسيا", "الصين", "موسكو", "بوتين"),
}
"""Names that the demo library is full of."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with the verdict it deserves; `left_out` is hidden from the search."""

    kind: str
    verdict: DraftVerdict
    statement: str
    corpus: Path
    left_out: str | None = None

    @property
    def language(self) -> str:
        return languages.detect(self.statement)


@dataclass(frozen=True, slots=True)
class Observed:
    """A case with what was weighed for it, closest first."""

    case: Case
    weighed: tuple[Weighed, ...]


def cases(half: str, shared: Path) -> Iterator[Case]:
    """Every case of a half: "tune" or "kept"."""
    yield from claims(half)
    yield from off_topic(half, shared)
    yield from renamed(half, shared)
    for told_in, kept_in in PAIRS:
        yield from translated(half, shared, told_in, kept_in)


def claims(half: str) -> Iterator[Case]:
    """The claims about the demo library; honest ones also with their document left out."""
    for line in (ROOT / "tests/data/lies/claims.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["half"] != half:
            continue
        case = Case(row["kind"], _deserved(row), row["claim"], SEEDS)
        yield case
        if row["honest"]:
            source = row["evidence"]["source"]
            yield replace(case, kind="left out", verdict=DraftVerdict.ABSENT, left_out=source)


def _deserved(row: dict[str, object]) -> DraftVerdict:
    """A citation-swapped claim is true of the library; a repeated order states nothing in it."""
    if row["honest"] or row["kind"] == "citation-swapped":
        return DraftVerdict.SUPPORTED
    ordered = row["kind"] == "order-obeyed"
    return DraftVerdict.ABSENT if ordered else DraftVerdict.CONTRADICTED


def off_topic(half: str, shared: Path) -> Iterator[Case]:
    """Sentences of other corpora, about which the demo library says nothing."""
    for name in ELSEWHERE:
        for _, words in sampled(shared / "eval" / name / "corpus", half, OFF_TOPIC):
            yield Case("off topic", DraftVerdict.ABSENT, words, SEEDS)


def renamed(half: str, shared: Path) -> Iterator[Case]:
    """The same sentences told of whom the demo library speaks: it still does not say so."""
    chance = random.Random(f"renamed {half}")
    for case in off_topic(half, shared):
        words = case.statement
        for name in sorted(facts.find(words).names, key=lambda name: -name.span.start):
            other = chance.choice(NAMES[case.language])
            words = words[: name.span.start] + other + words[name.span.end :]
        if words != case.statement:
            yield replace(case, kind="off topic, renamed", statement=words)


def translated(half: str, shared: Path, told_in: str, kept_in: str) -> Iterator[Case]:
    """Sentences of a corpus against its translation: as they are, with a number changed, and with
    their document left out."""
    corpus = shared / "eval" / f"xquad-part-{kept_in}" / "corpus"
    origin = shared / "eval" / f"xquad-part-{told_in}" / "corpus"
    for place, (source, words) in enumerate(sampled(origin, half, TRANSLATED)):
        yield Case("translated", DraftVerdict.SUPPORTED, words, corpus)
        if changed := altered(words):
            yield Case("number changed", DraftVerdict.CONTRADICTED, changed, corpus)
        if place % 2:
            yield Case("translated, left out", DraftVerdict.ABSENT, words, corpus, source)


def sampled(corpus: Path, half: str, wanted: int) -> list[tuple[str, str]]:
    """Sentences with the file they stand in; each half has every other file."""
    chance = random.Random(f"{corpus.parent.name} {half}")
    files = sorted(corpus.glob("*.txt"))[half == "kept" :: 2]
    found = [
        (file.name, words)
        for file in files
        for text in [file.read_text("utf-8")]
        for span in sentences.split(text, languages.detect(text))
        for words in [unbroken(span.of(text))]
        if 25 <= len(words) <= 250 and words[-1] in ".。！!؟۔"
    ]
    return chance.sample(found, min(wanted, len(found)))


def altered(words: str) -> str | None:
    """A sentence with its longest figure changed by about a third, a year by a few."""
    figures = [match for match in re.finditer(r"\d+", words) if int(match[0]) > 2]
    if not figures:
        return None
    figure = max(figures, key=lambda match: len(match[0]))
    value = int(figure[0])
    other = value + (7 if 1000 < value < 2100 else max(3, value // 3))
    return words[: figure.start()] + str(other) + words[figure.end() :]


def observed(given: Sequence[Case], settings: Settings) -> dict[str, list[Observed]]:
    """What is weighed for each case, with words aligned and without."""
    found: dict[str, list[Observed]] = {mode: [] for mode in FEATURES}
    for corpus in dict.fromkeys(case.corpus for case in given):
        with library_of(settings, corpus) as engine:
            checking = engine.checking()
            weighing = {"aligned": checking.weighing(), "plain": _plain(checking)}
            for case in (case for case in given if case.corpus == corpus):
                filters = _without(engine, case.left_out)
                passages = checking.passages(case.statement, (), filters)
                for mode, one in weighing.items():
                    weighed = tuple(one.weigh(case.statement, passages))
                    found[mode].append(Observed(case, weighed))
    return found


def _plain(checking: Checking) -> Weighing:
    usual = checking.library.dense.usual
    return Weighing(Closeness(checking.embedder.embed_passages, usual), Comparing())


def _without(engine: Engine, source: str | None) -> Filters:
    if source is None:
        return Filters()
    return Filters(documents=tuple(e.id for e in engine.documents() if e.source != source))


def fit(given: Sequence[Observed], mode: str) -> Weights:
    """The weights of a mode: two logistic regressions, then limits by macro-averaged F1."""
    rough = _logistic(given, FEATURES["plain"])
    close = _logistic(given, FEATURES[mode])
    start = Weights(rough, close, 0.0, 0.0, 0.0, 0.0)
    grid = (
        replace(
            start,
            supports_from=float(one),
            contradicts_from=float(other),
            preference=lead,
            matter_from=matter,
        )
        for one, other, lead, matter in product(LIMITS, LIMITS, PREFERENCES, MATTERS)
    )
    scored = [(macro_f1(judged(given, weights)), weights) for weights in grid]
    return max(scored, key=lambda pair: pair[0])[1]


def _logistic(given: Sequence[Observed], names: Sequence[str]) -> Linear:
    """The log-odds that the nearest sentence is about the statement, both classes balanced.

    It is where the statement is true or contradicted, and is not where it is absent.
    """
    kept = [one for one in given if one.weighed]
    rows = np.array([[_nearest(one).features[name] for name in names] for one in kept])
    about = np.array([one.case.verdict is not DraftVerdict.ABSENT for one in kept])
    spread = rows.std(axis=0) + 1e-9
    model = LogisticRegression(class_weight="balanced").fit(rows / spread, about)
    slopes = model.coef_[0] / spread
    bias = round(float(model.intercept_[0]), 3)
    return Linear(bias, {n: round(float(s), 3) for n, s in zip(names, slopes, strict=True)})


def _nearest(one: Observed) -> Weighed:
    return max(one.weighed, key=lambda each: each.features["cosine"] + each.features["terms"] / 10)


def judged(given: Sequence[Observed], weights: Weights) -> list[tuple[Case, Finding]]:
    """Each case with the finding under some weights."""
    return [
        (one.case, decide([_again(each, weights) for each in one.weighed], weights))
        for one in given
    ]


def _again(one: Weighed, weights: Weights) -> Weighed:
    return replace(one, closeness=weights.close(one.features))


def macro_f1(found: Sequence[tuple[Case, Finding]]) -> float:
    """The mean of the three verdicts' F1."""
    counts = Counter((case.verdict, finding.verdict) for case, finding in found)
    scores = []
    for verdict in DraftVerdict:
        right = counts[verdict, verdict]
        given = sum(n for (_, other), n in counts.items() if other is verdict)
        deserved = sum(n for (other, _), n in counts.items() if other is verdict)
        scores.append(2 * right / ((given + deserved) or 1))
    return sum(scores) / len(scores)


def tables(found: Sequence[tuple[Case, Finding]]) -> str:
    """Verdicts given by kind and by language."""
    groups = {
        "kind": [(f"{c.kind} ({c.verdict.value})", c, f) for c, f in found],
        "language": [(c.language, c, f) for c, f in found],
        "deserved": [(c.verdict.value, c, f) for c, f in found],
    }
    return "\n\n".join(_table(name, rows) for name, rows in groups.items())


def _table(name: str, rows: Sequence[tuple[str, Case, Finding]]) -> str:
    lines = [f"| {name} | supported | contradicted | absent | right |", "|---|---|---|---|---|"]
    for label in dict.fromkeys(label for label, _, _ in rows):
        mine = [(case, finding) for each, case, finding in rows if each == label]
        given = Counter(finding.verdict for _, finding in mine)
        right = sum(case.verdict is finding.verdict for case, finding in mine)
        cells = " | ".join(str(given[verdict]) for verdict in DraftVerdict)
        lines.append(f"| {label} | {cells} | {right}/{len(mine)} = {right / len(mine):.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Fits or reports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", action="store_true", help="fit on the tuning half, and write")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args()
    half = "tune" if given.fit else "kept"
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"data": folder, "chat.model": "none"}).settings
        seen = observed(list(cases(half, given.shared)), settings)
    if given.fit:
        weights = {mode: fit(of_mode, mode) for mode, of_mode in seen.items()}
        kept = {mode: asdict(each) for mode, each in weights.items()}
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        support.fitted.cache_clear()
    for mode, of_mode in seen.items():
        found = judged(of_mode, support.fitted(mode == "aligned"))
        print(f"{mode}: {len(found)} statements, macro F1 {macro_f1(found):.3f}\n")
        print(tables(found), end="\n\n")


if __name__ == "__main__":
    main()
