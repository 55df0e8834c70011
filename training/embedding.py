"""Plain E5 vectors, to find the passages a retriever would confuse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from rag.adapters.e5_tokenizer import hugging_face_tokenizer
from rag.adapters.e5_weights import Weights
from training.encoder import Encoder

BATCH_TOKENS = 4096


class PlainE5:
    """The bundled model as it comes: mean of the last hidden states, unit length."""

    def __init__(self, weights: Weights, limit_tokens: int = 256) -> None:
        self.tokenizer = hugging_face_tokenizer(weights)
        self.tokenizer.enable_truncation(limit_tokens)
        self.encoder = Encoder(weights, weights.architecture.layers).eval()
        self.pad = weights.pieces.pad

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, width) unit rows, row i for texts[i]."""
        return self._embed([f"query: {text}" for text in texts])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, width) unit rows, row i for texts[i]."""
        return self._embed([f"passage: {text}" for text in texts])

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        encoded = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        order = np.argsort([len(ids) for ids in encoded], kind="stable")
        rows = np.zeros((len(texts), self.encoder.embeddings.word.embedding_dim), np.float32)
        for part in batches_by_length(order, [len(encoded[i]) for i in order], BATCH_TOKENS):
            rows[part] = self._batch([encoded[i] for i in part])
        return rows

    @torch.inference_mode()
    def _batch(self, encoded: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        tokens = torch.full((len(encoded), max(map(len, encoded))), self.pad)
        for row, ids in enumerate(encoded):
            tokens[row, : len(ids)] = torch.tensor(ids)
        mask = tokens != self.pad
        with torch.autocast("cpu", torch.bfloat16):
            (states,) = self.encoder(tokens, mask, (len(self.encoder.layers),))
        shares = mask[..., None].float()
        means = (states.float() * shares).sum(1) / shares.sum(1)
        return torch.nn.functional.normalize(means, dim=1).numpy()


def batches_by_length(
    order: NDArray[np.int64], lengths: Sequence[int], batch_tokens: int
) -> list[NDArray[np.int64]]:
    """Cut an order of ascending lengths into batches of at most `batch_tokens`, padding counted."""
    batches, first = [], 0
    for at in range(1, len(order) + 1):
        if at == len(order) or (at - first + 1) * lengths[at] > batch_tokens:
            batches.append(order[first:at])
            first = at
    return batches
