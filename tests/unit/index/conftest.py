"""A library in an empty folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.corpus import Corpus
from rag.index.library import Library
from tests.fakes.documents import DIMENSIONS, EMBEDDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder, EMBEDDER.name, DIMENSIONS) as opened:
        yield opened


@pytest.fixture
def corpus(library: Library) -> Corpus:
    return library.corpus
