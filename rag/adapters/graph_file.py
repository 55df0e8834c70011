"""Encoder graphs, converted once from their weights and kept in the cache folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rag.adapters.model_cache import made_once

if TYPE_CHECKING:
    from rag.adapters.e5_onnx import EncoderWeights


def graph_file(path: Path, weights: EncoderWeights, *, tokens: bool = False) -> Path:
    """`path`, holding the graph for sentence vectors, or with `tokens` for their hidden states.

    Raises ModelUnavailable where the folder cannot be written.
    """

    def write(file: BinaryIO) -> None:
        from rag.adapters.e5_onnx import Output, build_encoder

        output = Output.TOKENS if tokens else Output.SENTENCES
        file.write(build_encoder(weights, output).SerializeToString())

    return made_once(path, write)
