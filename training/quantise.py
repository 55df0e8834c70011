"""Weights as bytes: one scale for each row of a matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_onnx import WEIGHT_LEVELS


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix of (outputs, inputs) as `levels` int8 times `scales` (outputs,) float32."""

    levels: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def of(cls, matrix: NDArray[np.float32]) -> Quantised:
        """The nearest matrix of that form; zero stays zero (symmetric, no offset)."""
        highest = np.abs(matrix).max(axis=1)
        scales = np.where(highest > 0, highest / WEIGHT_LEVELS, 1.0).astype(np.float32)
        levels = np.rint(matrix / scales[:, None]).astype(np.int8)
        return cls(levels, scales)

    def floats(self) -> NDArray[np.float32]:
        """The matrix again, (outputs, inputs) float32."""
        return self.levels.astype(np.float32) * self.scales[:, None]
