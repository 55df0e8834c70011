"""What each part brings: `python -m benchmarks.ablation [DIR]` rewrites its part of quality.md.

Every question of the sets in DIR/eval is searched and read once. Then rankings, sentence features
and signals are left out one after the other; sentence weights and answerability are fitted anew
for each row on the tuning two thirds and shown on the third kept aside.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import quality, sections
from benchmarks.fit_calibration import Seen, alone, in_whole
from benchmarks.rankings import RANKINGS, Ranking
from rag import calibration
from rag.calibration import Calibration
from rag.evals.calibrate import Observation, fit
from rag.evals.dataset import load_all
from rag.evals.questions import OUT_OF_CORPUS, SAME_TOPIC, QuestionSet
from rag.evals.sentence_weights import Choice, fit_sentence
from rag.evals.splits import Split, split_of
from rag.search.signals import inside
from rag.settings import Settings, load

FEATURES = ("span", "cosine", "passage", "terms", "holds", "heading")
RANKING = """Ranking, before any sentence is read: recall@1 and recall@5 of passages on the third
kept aside."""
SENTENCES = """Sentences, before any question is refused: share of answerable questions of the third
kept aside whose first sentence touches right evidence; weights fitted for each row."""
REFUSING = """Refusing, at even odds on the third kept aside; answerability fitted for each row."""
NAMES = {
    "span": "the trained reader's span",
    "cosine": "likeness",
    "passage": "the passage's score",
    "terms": "shared terms",
    "holds": "kind of answer",
    "heading": "headings put back",
}
SIGNALS = {
    "all": (),
    "the trained reader": ("span", "marked"),
    "the best sentence's own features": ("cosine", "passage", "terms", "holds", "heading"),
    "the passages' scores": ("dense", "lexical"),
    "the topic of the library": ("topic",),
    "the lead over the second sentence": ("lead",),
    "whether languages differ": ("across",),
}


@dataclass(frozen=True, slots=True)
class Read:
    """All questions as the reader saw them.

    `lone` are those of the tuning part again, in libraries of one document.
    """

    tuning: Sequence[Seen]
    kept: Sequence[Seen]
    lone: Sequence[Seen]


def main() -> None:
    """Read everything once, then write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=sections.shared())
    folders = sorted(path.parent for path in parser.parse_args().shared.glob("eval/*/corpus"))
    settings = load({"chat.model": "none"}).settings
    write(read_all(load_all(folders), settings))


def read_all(sets: Sequence[QuestionSet], settings: Settings) -> Read:
    """Search and read every question."""
    parts: dict[str, list[Seen]] = {"tuning": [], "kept": [], "lone": []}
    for each in sets:
        tuning = split_of(each, Split.TUNING)
        parts["tuning"] += in_whole(tuning, settings)
        parts["kept"] += in_whole(split_of(each, Split.KEPT), settings)
        parts["lone"] += alone(tuning, settings)
        print(f"{each.name}: {sum(map(len, parts.values()))} readings", flush=True)
    return Read(**parts)


def write(read: Read) -> None:
    """The three tables into quality.md."""
    start = calibration.load("trained")
    tables = [
        f"{RANKING}\n\n{_ranking_table(read)}",
        f"{SENTENCES}\n\n{_sentence_table(read)}",
        f"{REFUSING}\n\n{_refusal_table(read, start)}",
    ]
    sections.write("ablation", "\n\n".join(tables), quality.TARGET)


def _ranking_table(read: Read) -> str:
    rows = [
        [name, *(_means(_by_set(read.kept, partial(_is_found, score, k))) for k in (1, 5))]
        for name, score in RANKINGS.items()
    ]
    return sections.table(["ranked by", "R@1, one / across", "R@5, one / across"], rows)


def _is_found(score: Ranking, k: int, seen: Seen) -> bool:
    """Whether right evidence lies in one of the `k` best passages by a score."""
    ranked = score([each.scores for each in seen.passages])
    best = sorted(range(len(ranked)), key=lambda row: -ranked[row])[:k]
    return any(seen.passages[row].right for row in best)


def _sentence_table(read: Read) -> str:
    """Means for every set of features; each set of questions for the shipped ones."""
    found = {title: _first(read, names) for title, names in _feature_sets()}
    whole, plain = found["all"], found["without the trained reader's span"]
    rows = [[title, _means(by_set)] for title, by_set in found.items()]
    each = [[name, f"{plain[name]:.3f}", f"{whole[name]:.3f}"] for name in whole]
    heads = (["features", "one / across"], ["set", "without the reader", "with it"])
    return "\n\n".join(
        sections.table(head, lines) for head, lines in zip(heads, (rows, each), strict=True)
    )


def _feature_sets() -> Iterator[tuple[str, Sequence[str]]]:
    yield "all", FEATURES
    for name in FEATURES:
        yield f"without {NAMES[name]}", [each for each in FEATURES if each != name]
    for name in ("span", "cosine"):
        yield f"{NAMES[name]} alone", [name]


def _first(read: Read, names: Sequence[str]) -> Mapping[str, float]:
    """By set, how often the first sentence is right with these features alone."""
    linear = fit_sentence([_choice(each, names) for each in (*read.tuning, *read.lone)])

    def right(seen: Seen) -> bool:
        scores = [linear(each) for each in _choice(seen, names).sentences]
        return seen.right[int(np.argmax(scores))]

    return _by_set(read.kept, right)


def _choice(seen: Seen, names: Sequence[str]) -> Choice:
    chosen = [{name: each.features[name] for name in names} for each in seen.candidates]
    return Choice(seen.set, chosen, seen.right)


def _refusal_table(read: Read, start: Calibration) -> str:
    rows = []
    for title, left_out in SIGNALS.items():
        seen = [_observed(each, start, left_out) for each in (*read.tuning, *read.lone)]
        fitted = fit(seen, start, title)
        refused, out, same = _rates(read.kept, fitted, left_out)
        label = title if not left_out else f"without {title}"
        rows.append([label, _means(refused), _means(out), _means(same)])
    head = ["signals", "refused, one / across", "answered, out of corpus", "answered, same topic"]
    return sections.table(head, rows)


def _observed(seen: Seen, start: Calibration, left_out: Sequence[str]) -> Observation:
    scores = [start.sentence(each.features) for each in seen.candidates]
    signals = {**inside(seen.candidates, scores, seen.asked_in), **seen.outside}
    kept = {name: value for name, value in signals.items() if name not in left_out}
    return Observation(seen.set, seen.answerable, kept)


def _rates(
    seen: Sequence[Seen], fitted: Calibration, left_out: Sequence[str]
) -> tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]:
    """By set: answerable refused, and unanswerable answered, out of corpus and on the topic."""

    def answered(one: Seen) -> bool:
        signals = _observed(one, fitted, left_out).signals
        return fitted.probability(signals) >= fitted.point.refuse_below

    def lured(tag: str) -> Mapping[str, float]:
        return _by_set([one for one in seen if tag in one.line.tags], answered, False)

    return _by_set(seen, lambda one: not answered(one)), lured(OUT_OF_CORPUS), lured(SAME_TOPIC)


def _by_set(
    seen: Sequence[Seen], is_so: Callable[[Seen], bool], answerable: bool = True
) -> Mapping[str, float]:
    """The share of the answerable (or unanswerable) questions of each set for which it is so."""
    told: dict[str, list[bool]] = {}
    for each in seen:
        if each.answerable is answerable:
            told.setdefault(each.set, []).append(is_so(each))
    return {name: float(np.mean(values)) for name, values in told.items()}


def _means(by_set: Mapping[str, float]) -> str:
    """Mean over the sets in one language, and over those across languages."""
    parts = [
        [value for name, value in by_set.items() if ("-to-" in name) is across]
        for across in (False, True)
    ]
    return " / ".join(f"{np.mean(values):.3f}" if values else "–" for values in parts)


if __name__ == "__main__":
    main()
