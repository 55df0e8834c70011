"""Two runs side by side, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import InputError
from rag.evals.bootstrap import paired_p_value
from rag.evals.figures import KIND, Columns, Figures, macro
from rag.evals.scoring import QuestionScore
from rag.evals.splits import Split


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier report, as far as it is compared with."""

    path: str
    split: Split
    scores: tuple[QuestionScore, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and now, over the questions both runs hold.

    `p_value` is of the paired randomisation test, None for figures that are no means.
    """

    name: str
    old: float
    new: float
    n: int
    p_value: float | None

    @property
    def worse_by(self) -> float:
        """How far the figure moved the wrong way; negative for an improvement."""
        return (self.old - self.new) * KIND[self.name].sign


def read_baseline(path: Path) -> Baseline:
    """The earlier JSON report at `path`; raises InputError where it is none."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        scores = tuple(_score(row) for row in report["questions"])
        return Baseline(str(path), Split(report["split"]), scores)
    except OSError as error:
        raise InputError(f"--baseline {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"--baseline {path}: not a report of `footnote eval` ({error!r})"
        ) from error


def check_comparable(baseline: Baseline, split: Split, asked: Iterable[tuple[str, str]]) -> None:
    """Raises InputError unless the baseline is of this split and of some of these questions.

    `asked` are sets and question ids.
    """
    if baseline.split is not split:
        raise InputError(
            f"--baseline {baseline.path} is of the split {baseline.split}, this run of {split};"
            f" pass --split {baseline.split} or another baseline"
        )
    if not {(each.set, each.id) for each in baseline.scores} & set(asked):
        raise InputError(f"--baseline {baseline.path} shares no question with this run")


def changes(baseline: Baseline, scores: Sequence[QuestionScore]) -> tuple[Change, ...]:
    """Every figure both runs have, macro-averaged over the questions both hold."""
    old = {(each.set, each.id): each for each in baseline.scores}
    pairs = [(old[key], each) for each in scores if (key := (each.set, each.id)) in old]
    before, now = _macro([pair[0] for pair in pairs]), _macro([pair[1] for pair in pairs])
    return tuple(
        Change(name, before[name].value, now[name].value, now[name].n, _p_value(name, pairs))
        for name in KIND
        if name in before and name in now
    )


def _macro(scores: Sequence[QuestionScore]) -> Figures:
    by_set: dict[str, list[QuestionScore]] = {}
    for score in scores:
        by_set.setdefault(score.set, []).append(score)
    return macro(list(by_set.values()))


def _p_value(name: str, pairs: Sequence[tuple[QuestionScore, QuestionScore]]) -> float | None:
    column = KIND[name].column
    if column is None:
        return None
    both = [(a, b) for a, b in pairs if column in a.scores and column in b.scores]
    if not both:
        return None
    (old,), (new,) = (Columns([pair[side] for pair in both]).of(column) for side in (0, 1))
    return paired_p_value(old, new)


def _score(row: Mapping[str, Any]) -> QuestionScore:
    return QuestionScore(
        set=row["set"],
        id=row["id"],
        language=row["language"],
        document_language=row["document_language"],
        tags=tuple(row["tags"]),
        scores={name: float(value) for name, value in row["scores"].items()},
    )
