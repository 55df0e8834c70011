"""What was fitted on evaluation questions: sentence weights, answerability, operating point.

A calibration belongs to a reader. The package ships one for each; `footnote calibrate` writes
another into the data folder, which then counts. What the guard goes by is the package's alone.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rag.durable import replace_whole
from rag.errors import InputError

FILE = "calibration.json"
GUARDING = ("backing", "check")
"""Names of the weights by which claims are tied and drafts are checked."""


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Probabilities in [0, 1]: below the first nothing was found, from the second it is sure."""

    refuse_below: float = 0.3
    sure_from: float = 0.6

    def __post_init__(self) -> None:
        if not 0 <= self.refuse_below <= self.sure_from <= 1:
            raise ValueError(f"not an operating point: {self.refuse_below}, {self.sure_from}")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear score over named features: bias plus the sum of weight times value."""

    bias: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def __call__(self, features: Mapping[str, float]) -> float:
        return self.bias + sum(
            weight * features.get(name, 0.0) for name, weight in self.weights.items()
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Sentence score, answerability (logistic) and the operating point, fitted together.

    `reader` is the reader it belongs to, `name` says what it was fitted on; `margin` is how far
    below the best sentence another may score and still be quoted; `direct_from` the surety from
    which a reader shows a short answer, by its own measure (the chance of an answer, or a span's
    surety); `background` the embedder's mean cosine between unrelated texts, by "en-zh" and the
    like, "same" and "across".
    """

    reader: str
    name: str
    sentence: Linear
    answerable: Linear
    point: OperatingPoint
    margin: float
    direct_from: float
    background: Mapping[str, float]

    def background_of(self, asked_in: str, told_in: str) -> float:
        """The cosine of unrelated texts in two languages, as the embedder gives it."""
        kind = "same" if asked_in == told_in else "across"
        return self.background.get(f"{asked_in}-{told_in}", self.background[kind])

    def probability(self, signals: Mapping[str, float]) -> float:
        """How surely there is an answer, in [0, 1]: a logistic of the signals."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.answerable(signals)))))

    @property
    def hash(self) -> str:
        """Short hash that every report carries, of this and of the guard's weights."""
        return hashlib.sha256((_dumped(self) + _guarding_text()).encode()).hexdigest()[:12]


def load(reader: str, own: Path | None = None) -> Calibration:
    """The calibration in the file `own` where it was fitted for that reader, else the package's.

    Raises InputError for a calibration file that cannot be used.
    """
    if own and own.is_file():
        found = _parsed(own.read_text(encoding="utf-8"), str(own))
        if found.reader == reader:
            return found
    file = _shipped(reader)
    return _parsed(file.read_text(encoding="utf-8"), file.name)


def guarding(name: str) -> dict[str, Any]:
    """The weights of one name in `GUARDING`, as they were fitted for the package."""
    found: dict[str, Any] = json.loads(_shipped(name).read_text(encoding="utf-8"))
    return found


def save(calibration: Calibration, path: Path) -> None:
    """Write a calibration where `load` finds it, atomically."""
    content = f"{_dumped(calibration)}\n".encode()
    replace_whole(path, lambda file: file.write(content))


@cache
def _guarding_text() -> str:
    return "".join(_shipped(name).read_text(encoding="utf-8") for name in GUARDING)


def _shipped(name: str) -> Traversable:
    return files("rag") / "calibrations" / f"{name}.json"


def _dumped(calibration: Calibration) -> str:
    return json.dumps(asdict(calibration), indent=1, sort_keys=True)


def _parsed(text: str, place: str) -> Calibration:
    try:
        raw = json.loads(text)
        return Calibration(
            raw["reader"],
            raw["name"],
            Linear(**raw["sentence"]),
            Linear(**raw["answerable"]),
            OperatingPoint(**raw["point"]),
            float(raw["margin"]),
            float(raw["direct_from"]),
            {"same": 0.0, "across": 0.0, **raw["background"]},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{place}: no calibration ({error}); remove it or fit it again") from error
