"""Writes a trained reader as the file Footnote reads: `python -m training.export ...`.

Weights use 7 bits (-64 to 64), because the product's integer graph does: nothing is rounded twice.
One `.npz` of what differs from the bundled encoder, whose embeddings are shared and not stored:

    depth                       () int64, how many layers
    l{i}.{q,k,v,ao,fi,fo}.w     (outputs, inputs) int8
    l{i}.{q,k,v,ao,fi,fo}.s     (outputs,) float32; row r of the matrix is w[r] * s[r]
    l{i}.{q,k,v,ao,fi,fo}.b     (outputs,) float32
    l{i}.{aln,oln}.{w,b}        (width,) float32
    head.w, head.b              (2, width) and (2,) float32: start and end logits
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.adapters.e5_weights import Weights, load_weights
from training import checkpoints
from training.encoder import MATRICES, layer_tensors
from training.model import SpanReader
from training.quantise import Quantised

Arrays = dict[str, NDArray[Any]]


def exported(model: SpanReader, depth: int) -> Arrays:
    """The arrays of one depth of a reader, as written above."""
    arrays: Arrays = {"depth": np.array(depth)}
    for name, tensor in trained_tensors(model, depth).items():
        part, kind = name.split(".")[-2:]
        values = tensor.detach().float().numpy()
        if kind == "w" and part in MATRICES:
            matrix = Quantised.of(values)
            arrays |= {name: matrix.levels, _scales_name(name): matrix.scales}
        else:
            arrays[name] = values
    return arrays


def imported(arrays: Arrays, weights: Weights) -> SpanReader:
    """A torch reader with exported weights, matrices as float32, to compare and to go on from.

    Raises:
        KeyError: an array is missing.
    """
    depth = int(arrays["depth"])
    model = SpanReader(weights, [depth])
    with torch.no_grad():
        for name, tensor in trained_tensors(model, depth).items():
            tensor.copy_(torch.from_numpy(values_of(arrays, name)))
    return model


def trained_tensors(model: SpanReader, depth: int) -> dict[str, Tensor]:
    """The tensors a reader of one depth needs, by the names above."""
    tensors = layer_tensors(model.encoder)
    kept = {name: tensors[name] for name in tensors if int(name.split(".")[0][1:]) < depth}
    head = model.heads[str(depth)].state_dict(keep_vars=True)
    return {**kept, "head.w": head["weight"], "head.b": head["bias"]}


def values_of(arrays: Arrays, name: str) -> NDArray[Any]:
    """One exported tensor as float32."""
    scales = _scales_name(name)
    return Quantised(arrays[name], arrays[scales]).floats() if scales in arrays else arrays[name]


def _scales_name(matrix: str) -> str:
    return matrix.removesuffix("w") + "s"


def main() -> None:
    """Read the command line, export, say how large the file is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="a checkpoint")
    parser.add_argument("--depths", type=int, nargs="+", default=[12], help="as it was trained")
    parser.add_argument("--depth", type=int, default=12, help="the one to export")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    given = parser.parse_args()
    model = SpanReader(load_weights(), given.depths)
    checkpoints.load_weights(given.weights, model)
    np.savez_compressed(given.out, allow_pickle=False, **exported(model, given.depth))
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
