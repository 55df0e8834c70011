"""A reader's file that is none is told in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.adapters.e5_weights import Weights, load_weights
from rag.adapters.reader_weights import ReaderWeights
from rag.errors import ModelUnavailable


@pytest.fixture(scope="module")
def bundled() -> Weights:
    return load_weights()


def test_a_missing_file_is_named(tmp_path: Path, bundled: Weights) -> None:
    with pytest.raises(ModelUnavailable, match=r"none\.npz"):
        ReaderWeights.read(tmp_path / "none.npz", bundled)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 torn"])
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, bundled: Weights, content: bytes
) -> None:
    file = tmp_path / "reader.npz"
    file.write_bytes(content)
    with pytest.raises(ModelUnavailable, match="no trained reader"):
        ReaderWeights.read(file, bundled)


def test_what_is_missing_is_listed(tmp_path: Path, bundled: Weights) -> None:
    file = tmp_path / "reader.npz"
    np.savez(file, depth=np.array(1))
    with pytest.raises(ModelUnavailable, match=r"head\.w, head\.b"):
        ReaderWeights.read(file, bundled)
