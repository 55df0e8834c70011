"""Several settings over the same questions: asked side by side, resumable, compared with the first.

Every question is put to all variants before the next one, so what they share (a library, the
vectors of a question and of the sentences found for it, a search) is at hand and made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rag.evals.compare import Baseline, Change, changes
from rag.evals.corpora import on_disk
from rag.evals.figures import Figures, macro
from rag.evals.placing import all_placed
from rag.evals.prediction_file import PredictionFile
from rag.evals.predictions import Prediction, prediction_of
from rag.evals.questions import QuestionSet
from rag.evals.runner import EngineLike, Observer, OpenEngine, Pace, run
from rag.evals.scoring import QuestionScore, scored
from rag.evals.spending import Price
from rag.evals.splits import Split
from rag.evals.sweep_file import Variant
from rag.records import Fingerprint

OpenVariants = Callable[[Path | None], AbstractContextManager[Sequence[EngineLike]]]
"""Opens an engine for every variant over one folder of documents (None: the user's library)."""

Prices = Sequence[Price | None]
"""What each variant's model costs; None where nobody said."""


@dataclass(frozen=True, slots=True)
class VariantReport:
    """One variant's figures (macro averages over the sets), and how they differ from the first's.

    `fingerprints` are by set; `changes` is empty for the first variant.
    """

    variant: Variant
    figures: Figures
    by_set: Mapping[str, Figures]
    fingerprints: Mapping[str, Fingerprint]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepReport:
    """All variants in the order of the sweep file, the one they are compared with first."""

    split: Split
    questions: int
    variants: tuple[VariantReport, ...]


def run_sweep(
    sets: Sequence[QuestionSet],
    variants: Sequence[Variant],
    *,
    open_variants: OpenVariants,
    prices: Prices,
    folder: Path,
    split: Split,
    observer: Observer = lambda _: None,
) -> SweepReport:
    """Asks every question of every variant and compares.

    Predictions go to `folder`, a file for each set and variant, as they come: a run that was
    killed goes on from there. Raises InputError where the gold of a set is not in its documents.
    """
    asked = sum(len(each.questions) for each in sets)
    pace = Pace(asked * len(variants), observer)
    scores: list[dict[str, tuple[QuestionScore, ...]]] = [{} for _ in variants]
    prints: list[dict[str, Fingerprint]] = [{} for _ in variants]
    with on_disk(sets) as ready:
        for each in all_placed(ready, _first_of(open_variants)):
            with open_variants(each.corpus) as engines:
                answered = _asked(each, variants, engines, folder, pace)
                for index, engine in enumerate(engines):
                    told = scored(each, answered[index], engine.text, prices[index])
                    scores[index][each.name] = told
                    prints[index][each.name] = engine.fingerprint()
    rows = [_report(*row) for row in zip(variants, scores, prints, strict=True)]
    return SweepReport(split, asked, tuple(_compared(rows, scores, split)))


def _first_of(open_variants: OpenVariants) -> OpenEngine:
    @contextmanager
    def open_engine(corpus: Path | None) -> Iterator[EngineLike]:
        with open_variants(corpus) as engines:
            yield engines[0]

    return open_engine


def _asked(
    questions: QuestionSet,
    variants: Sequence[Variant],
    engines: Sequence[EngineLike],
    folder: Path,
    pace: Pace,
) -> list[dict[str, Prediction]]:
    """Predictions by question id for each variant, every question asked of all before the next."""
    answered: list[dict[str, Prediction]] = [{} for _ in variants]
    with ExitStack() as stack:
        runs = [
            run(questions, engine, stack.enter_context(closing(_kept(folder, questions, of))), pace)
            for engine, of in zip(engines, variants, strict=True)
        ]
        for lines in zip(*runs, strict=True):
            for into, line in zip(answered, lines, strict=True):
                into[line["id"]] = prediction_of(line)
    return answered


def _kept(folder: Path, questions: QuestionSet, variant: Variant) -> PredictionFile:
    place = folder / variant.file
    place.mkdir(parents=True, exist_ok=True)
    return PredictionFile(place / f"{questions.name.replace('/', '_')}.jsonl")


def _report(
    variant: Variant,
    scores: Mapping[str, tuple[QuestionScore, ...]],
    prints: Mapping[str, Fingerprint],
) -> VariantReport:
    return VariantReport(
        variant,
        macro(list(scores.values()), intervals=True),
        {name: macro([of_set]) for name, of_set in scores.items()},
        prints,
    )


def _compared(
    rows: Sequence[VariantReport],
    scores: Sequence[Mapping[str, tuple[QuestionScore, ...]]],
    split: Split,
) -> list[VariantReport]:
    """The rows, all but the first with their changes against it."""
    first = tuple(score for of_set in scores[0].values() for score in of_set)
    baseline = Baseline(rows[0].variant.name, split, first)
    return [
        rows[0],
        *(
            replace(
                row,
                changes=changes(baseline, [score for of_set in own.values() for score in of_set]),
            )
            for row, own in zip(rows[1:], scores[1:], strict=True)
        ),
    ]
