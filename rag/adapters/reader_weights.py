"""The trained reader's weights: what differs from the bundled encoder, in one `.npz`.

    depth                       () int64, how many layers
    l{i}.{q,k,v,ao,fi,fo}.w     (outputs, inputs) int8
    l{i}.{q,k,v,ao,fi,fo}.s     (outputs,) float32; row r of the matrix is w[r] * s[r]
    l{i}.{q,k,v,ao,fi,fo}.b     (outputs,) float32
    l{i}.{aln,oln}.{w,b}        (width,) float32
    head.w, head.b              (2, width) and (2,) float32: start and end logits

Embeddings are the bundled encoder's own and not stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_weights import Architecture, Floats, Weights
from rag.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """A reader's layers over the bundled embeddings, as `e5_onnx.build_encoder` takes them.

    `version` is a short hash of the file.
    """

    arrays: Mapping[str, NDArray[Any]]
    bundled: Weights
    version: str

    @classmethod
    def read(cls, path: Path, bundled: Weights) -> ReaderWeights:
        """The weights in a file; raises ModelUnavailable where it cannot be read or is none."""
        try:
            version = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
            with np.load(path, allow_pickle=False) as arrays:
                return cls(dict(_complete(arrays)), bundled, version)
        except (OSError, EOFError, ValueError, BadZipFile) as error:
            raise ModelUnavailable(
                f"{path}: no trained reader ({error}); name a file made by training/export, "
                "or set answer.reader to trained or similarity"
            ) from error

    @property
    def architecture(self) -> Architecture:
        return replace(self.bundled.architecture, layers=int(self.arrays["depth"]))

    @property
    def head(self) -> tuple[Floats, Floats]:
        """(width, 2) and (2,): last hidden states to start and end logits."""
        return self.arrays["head.w"].T, self.arrays["head.b"]

    def floats(self, name: str) -> Floats:
        """A tensor as float32, matrices as (outputs, inputs)."""
        if name.startswith("emb."):
            return self.bundled.floats(name)
        values = self.arrays[name]
        scales = self.arrays.get(name.removesuffix("w") + "s") if values.dtype == np.int8 else None
        return values if scales is None else values.astype(np.float32) * scales[:, None]


def _complete(arrays: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """The same arrays; raises ValueError where those that every reader has are missing."""
    missing = [name for name in ("depth", "head.w", "head.b") if name not in arrays]
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    return arrays
