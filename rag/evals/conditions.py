"""What a run's figures hang on besides its questions: settings, calibration, prompts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from rag import prompts
from rag.engine import Engine
from rag.evals.dotted import dotted

_PLACES = frozenset({"data", "cache", "calibration", "chat.base_url"})


@dataclass(frozen=True, slots=True)
class Conditions:
    """Settings by dotted name (folders and addresses left out), and short hashes of the rest.

    `calibration` is the hash of the calibration in use, `calibrated_on` what it was fitted on;
    `prompts` are hashes by file name.
    """

    settings: Mapping[str, object]
    calibration: str
    calibrated_on: str
    prompts: Mapping[str, str]


def conditions_of(engine: Engine) -> Conditions:
    """The conditions an engine answers under."""
    fitted = engine.asking.calibration
    named = dict(dotted(asdict(engine.settings)))
    return Conditions(
        {name: value for name, value in sorted(named.items()) if _matters(name)},
        fitted.hash,
        fitted.name,
        {f"{name}.md": _hash(prompts.load(name).text) for name in sorted(prompts.PLACEHOLDERS)},
    )


def _matters(name: str) -> bool:
    return name not in _PLACES and not name.startswith("server.")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
