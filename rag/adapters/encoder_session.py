"""Runs an encoder graph over token sequences, on every core, with no padding anywhere.

Sequences of one length go together, short ones in small batches and long ones alone; batches are
spread over threads, each of which computes by itself. On two cores that is quicker than padded
batches on all cores at once: working sets stay in the cache and no thread waits for another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_weights import Floats
from rag.errors import ModelUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

BATCH_TOKENS = 512

WordEmbeddings = Callable[[NDArray[np.int64]], Floats]


def available_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class EncoderSession:
    """An ONNX Runtime session over a graph of `e5_onnx.build_encoder`; safe to share by threads.

    Parameters:
        model: the graph's file.
        word_embeddings: token numbers (n, t) to their rows of the word table, (n, t, hidden).
        threads: how many batches are computed at once; 0 for all available cores.

    Raises:
        ModelUnavailable: the file cannot be loaded.
    """

    def __init__(self, model: Path, word_embeddings: WordEmbeddings, threads: int = 0) -> None:
        self._session = _open_session(model)
        self._word_embeddings = word_embeddings
        self._threads = threads or available_cores()

    def run(self, sequences: Sequence[Sequence[int]]) -> list[Floats]:
        """The graph's output for each token sequence, in their order.

        An output is (hidden,) from a graph of sentence vectors and (t, hidden) from one of hidden
        states. No sequence may be empty or longer than the model's positions.
        """
        batches = list(_batches([len(sequence) for sequence in sequences], self._threads))
        results: list[Floats | None] = [None] * len(sequences)

        def compute(batch: list[int]) -> Floats:
            tokens = np.array([sequences[row] for row in batch], dtype=np.int64)
            values: Floats = self._session.run(None, {"words": self._word_embeddings(tokens)})[0]
            return values

        for batch, values in zip(batches, self._spread(compute, batches), strict=True):
            for row, value in zip(batch, values, strict=True):
                results[row] = value
        return [result for result in results if result is not None]

    def _spread(
        self, compute: Callable[[list[int]], Floats], batches: list[list[int]]
    ) -> Iterator[Floats]:
        if len(batches) < 2 or self._threads < 2:
            yield from map(compute, batches)
            return
        with ThreadPoolExecutor(min(self._threads, len(batches))) as pool:
            yield from pool.map(compute, batches)


def _batches(lengths: Sequence[int], threads: int) -> Iterator[list[int]]:
    """Row numbers in batches of equal length, longest first so that no core waits at the end.

    A batch holds no more than a thread's share of all tokens.
    """
    rows = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    most = min(BATCH_TOKENS, -(-sum(lengths) // threads))
    for length, group in groupby(rows, key=lambda row: lengths[row]):
        same = list(group)
        size = max(1, most // length)
        yield from (same[start : start + size] for start in range(0, len(same), size))


def _open_session(model: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions
    from onnxruntime.capi import onnxruntime_pybind11_state as failures

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (failures.Fail, failures.InvalidArgument, failures.InvalidProtobuf) as error:
        raise ModelUnavailable(
            f"{model}: not a loadable model ({error}); delete it, it is made anew when next needed"
        ) from error
