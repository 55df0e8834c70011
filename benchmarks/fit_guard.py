"""Fits how surely a stretch backs a claim: `python -m benchmarks.fit_guard [--write]`.

Honest claims of the tuning half beside their evidence, against the same claims beside other
passages that a search finds for them, and against claims that cite something else. The weights are
a logistic regression's; the bias puts the operating point where a set share of honest claims is
lost. The half that is kept aside is not read.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.guard import ROOT, cited, claims
from rag.answer import stretches
from rag.answer.comparing import Comparing
from rag.engine import Engine
from rag.records import Passage
from rag.settings import load
from rag.text.language import detect
from rag.text.normalise import unbroken
from rag.wiring import Mode, opened

LOST = 0.035
"""The share of honest claims that the operating point gives up."""
UNBACKED = frozenset({"citation-swapped", "order-obeyed"})
OTHERS = slice(6, 16, 3)
"""Which of the other passages' sentences stand for what does not back a claim, by closeness;
the closest are left out, for they may say the same."""
FILE = ROOT / "rag" / "calibrations" / "backing.json"


@dataclass(frozen=True, slots=True)
class Example:
    """The measures of a claim beside a stretch, and whether it is backed."""

    measured: dict[str, float]
    backed: bool


def examples(engine: Engine) -> Iterator[Example]:
    """Every claim of the tuning half that is plainly backed or plainly not."""
    comparing = engine.compare()
    for row in claims(frozenset({"tune"})):
        if not row["honest"] and row["kind"] not in UNBACKED:
            continue
        passage = cited(engine, row["evidence"]["source"], row["evidence"]["quote"])
        hits = [hit.passage for hit in engine.search(row["claim"], depth=10)]
        beside = _Beside(engine, comparing, row["claim"], passage, hits)
        yield Example(beside.measured(unbroken(row["evidence"]["quote"])), row["honest"])
        if row["honest"]:
            yield from (Example(beside.measured(text), False) for text in beside.others()[OTHERS])


class _Beside:
    """One claim beside the sentences that a search finds for it."""

    def __init__(
        self, engine: Engine, comparing: Comparing, claim: str, own: Passage, hits: list[Passage]
    ) -> None:
        self._comparing, self._claim = comparing, claim
        self._embed = engine.embedder.embed_passages
        found = [hit for hit in hits if hit.id != own.id]
        self._texts = [unbroken(o.quote) for hit in found for o in stretches.of_sentences(hit)]
        self._languages = np.array([detect(text) for text in self._texts])
        vectors = self._embed([claim, *self._texts])
        self._vector, self._cosines = vectors[0], vectors[1:] @ vectors[0]

    def others(self) -> list[str]:
        """The sentences of other passages, closest first."""
        return [self._texts[index] for index in np.argsort(-self._cosines)]

    def measured(self, text: str) -> dict[str, float]:
        """The measures of the claim beside a text."""
        alike = self._languages == detect(text)
        usual = float(self._cosines[alike].mean()) if alike.any() else 0.8
        closer = float(self._embed([text])[0] @ self._vector) - usual
        return self._comparing.measures(self._claim, text, closer)


def fitted(rows: list[Example]) -> dict[str, object]:
    """Bias and weights as `backing` reads them."""
    names = list(rows[0].measured)
    values = np.array([[row.measured[name] for name in names] for row in rows])
    backed = np.array([row.backed for row in rows])
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(values, backed)
    point = float(np.quantile(model.decision_function(values)[backed], LOST))
    weights = dict(zip(names, (round(float(w), 3) for w in model.coef_[0]), strict=True))
    return {"bias": round(float(model.intercept_[0]) - point, 3), "weights": weights}


def main() -> None:
    """Prints the weights, and writes them where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    write = parser.parse_args().write
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(load({"data": folder}, {}).settings, Mode.WRITE) as engine,
    ):
        list(engine.ingest([ROOT / "seeds" / "documents"]))
        text = json.dumps(fitted(list(examples(engine))), indent=1) + "\n"
    print(text, end="")
    if write:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
