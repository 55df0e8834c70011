"""What a run's figures hang on besides its questions: settings, calibration, prompts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag import prompts
from rag.engine import Engine


@dataclass(frozen=True, slots=True)
class Conditions:
    """The settings that decide, by dotted name, and short hashes of the rest.

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
    return Conditions(
        dict(sorted(engine.settings.deciding().items())),
        fitted.hash,
        fitted.name,
        {f"{name}.md": prompts.load(name).hash for name in sorted(prompts.PLACEHOLDERS)},
    )
