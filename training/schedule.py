"""The learning rate over a run: warm-up, a plateau, a linear fall to zero.

A plateau lets a run be prolonged from any checkpoint before the fall (Hu et al. 2024, MiniCPM's
warm-up, stable, decay), so that the number of steps need not be known at the start.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """`peak` is reached after `warm_up` steps; the last `fall` of `steps` go down to zero."""

    peak: float
    steps: int
    warm_up: int
    fall: int

    def rate(self, step: int) -> float:
        """The learning rate of step `step`, from 0."""
        rising = (step + 1) / max(1, self.warm_up)
        falling = (self.steps - step) / max(1, self.fall)
        return self.peak * max(0.0, min(1.0, rising, falling))
