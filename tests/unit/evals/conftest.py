"""A tiny evaluation set on disk, and what opens an engine over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from plain_engine import Opener, write_set


@pytest.fixture
def tiny_set(tmp_path: Path) -> Path:
    """A folder as `footnote eval DIR` takes it."""
    return write_set(tmp_path / "tiny")


@pytest.fixture
def make_set(tmp_path: Path) -> Callable[[str, Sequence[object]], Path]:
    """Makes more such folders, by name, with questions of one's own."""
    return lambda name, questions: write_set(tmp_path / name, questions)


@pytest.fixture
def opener() -> Opener:
    return Opener()
