"""The sweep file: which settings are compared, and what models cost.

    [grid]                              every combination of these values
    search.depth = [10, 20]
    search.lexical_weight = [0.0, 0.1]

    [[variant]]                         and each of these besides
    name = "long passages"
    passages.target_tokens = 300

    [prices."openai:some-model"]        money for a million tokens
    input = 0.15
    output = 0.6

Keys are those of the settings, and `abstention.shift`, which moves both points of the calibration.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.errors import InputError
from rag.evals.dotted import dotted
from rag.evals.spending import Price

AS_SET = "as set"
SHIFT = "abstention.shift"
_PARTS = ("grid", "variant", "prices")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to set things: dotted setting names with their values, and a name to show."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def file(self) -> str:
        """The name as a file may be called."""
        return re.sub(r"[^\w.=-]+", "_", self.name).strip("_") or "variant"


@dataclass(frozen=True, slots=True)
class Sweep:
    """The variants to compare, the settings as they are first, and prices by model."""

    variants: tuple[Variant, ...]
    prices: Mapping[str, Price]


def read(path: Path) -> Sweep:
    """The sweep described at `path`; raises InputError with everything that is wrong with it."""
    content = _content(path)
    problems = [f"unknown table {name!r}" for name in content if name not in _PARTS]
    variants = [Variant(AS_SET), *_combinations(content.get("grid", {}), problems)]
    variants += _named(content.get("variant", []), problems)
    prices = _prices(content.get("prices", {}), problems)
    names = [variant.name for variant in variants]
    files = [variant.file for variant in variants]
    problems += [f"two variants are called {n!r}" for n in sorted(set(names)) if names.count(n) > 1]
    if len(set(names)) == len(names) and len(set(files)) < len(files):
        problems.append("names of variants differ in signs alone; use other words")
    if len(variants) == 1:
        problems.append("compares nothing: give [grid] or [[variant]]")
    if len(variants) > _MOST:
        problems.append(f"{len(variants)} variants; {_MOST} at most")
    if problems:
        raise InputError(f"--sweep {path}: {len(problems)} problem(s)", problems)
    return Sweep(tuple(variants), prices)


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"--sweep {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"--sweep {path}: not TOML ({error})") from error


def _combinations(grid: Any, problems: list[str]) -> list[Variant]:
    if not isinstance(grid, dict):
        problems.append("grid is no table")
        return []
    flat = dict(dotted(grid))
    for name, values in flat.items():
        if not isinstance(values, list) or not values:
            problems.append(f"grid: {name} is {values!r}, not a list of values")
    if any(not isinstance(values, list) for values in flat.values()) or not flat:
        return []
    short = _short(list(flat))
    return [
        Variant(", ".join(f"{short[name]}={value}" for name, value in row.items()), row)
        for combination in product(*flat.values())
        if (row := dict(zip(flat, combination, strict=True)))
    ]


def _short(names: Sequence[str]) -> dict[str, str]:
    """Names without their section where that leaves them different."""
    ends = [name.rpartition(".")[2] for name in names]
    return {
        name: end if ends.count(end) == 1 else name for name, end in zip(names, ends, strict=True)
    }


def _named(rows: Any, problems: list[str]) -> Iterator[Variant]:
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            problems.append(f"variant {number} has no name")
            continue
        changes = dict(dotted({key: value for key, value in row.items() if key != "name"}))
        if not changes:
            problems.append(f"variant {row['name']!r} changes nothing")
        yield Variant(row["name"], changes)


def _prices(table: Any, problems: list[str]) -> dict[str, Price]:
    prices = {}
    for model, row in table.items() if isinstance(table, dict) else ():
        try:
            prices[model] = Price(float(row["input"]), float(row["output"]))
        except (TypeError, KeyError, ValueError):
            problems.append(f"prices: {model!r} needs numbers input and output")
    return prices
