"""Ways to run a reader: as the torch module being trained, or exported, as the product does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from rag.adapters.e5_onnx import Output, build_encoder
from rag.adapters.e5_weights import Floats, Weights
from rag.adapters.encoder_session import EncoderSession
from rag.adapters.reader_weights import ReaderWeights
from training.batches import PAD
from training.embedding import batches_by_length
from training.export import Arrays
from training.model import SpanReader
from training.reading import Logits
from training.tokens import Ints

BATCH_TOKENS = 4096


def torch_logits(model: SpanReader, depth: int) -> Logits:
    """The logits of one depth of a torch reader, in evaluation mode."""
    model.eval()

    @torch.inference_mode()
    def batch(rows: Sequence[Ints]) -> list[Floats]:
        tokens = torch.full((len(rows), max(map(len, rows))), PAD)
        for number, row in enumerate(rows):
            tokens[number, : len(row)] = torch.from_numpy(row)
        with torch.autocast("cpu", torch.bfloat16):
            values = model(tokens, tokens != PAD)[depth].numpy()
        return [value[: len(row)] for value, row in zip(values, rows, strict=True)]

    def logits(sequences: Sequence[Ints]) -> list[Floats]:
        order = np.argsort([len(row) for row in sequences], kind="stable")
        results: dict[int, Floats] = {}
        lengths = [len(sequences[i]) for i in order]
        for part in batches_by_length(order, lengths, BATCH_TOKENS):
            values = batch([sequences[i] for i in part])
            results |= dict(zip(part.tolist(), values, strict=True))
        return [results[i] for i in range(len(sequences))]

    return logits


def exported_logits(arrays: Arrays, weights: Weights, graph: Path, threads: int) -> Logits:
    """The logits of an exported reader, int8 on ONNX Runtime; its graph is written to `graph`."""
    model = build_encoder(ReaderWeights(arrays, weights, ""), Output.TOKENS)
    graph.write_bytes(model.SerializeToString())
    session = EncoderSession(graph, weights.word_embeddings, threads)
    head, bias = arrays["head.w"].T, arrays["head.b"]

    def logits(sequences: Sequence[Ints]) -> list[Floats]:
        return [states @ head + bias for states in session.run([s.tolist() for s in sequences])]

    return logits
