"""What several suites share: where things are, and the demo library ingested once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.settings import Settings, load
from rag.wiring import Mode, opened

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation sets and originals, which is not part of the repository."""
    folder = Path(os.environ.get("FOOTNOTE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared folder at {folder}; name one in FOOTNOTE_SHARED")
    return folder


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a library that holds the demo documents."""
    settings = load({"data": str(tmp_path_factory.mktemp("demo"))}, {}).settings
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([ROOT / "seeds" / "documents"]))
    return settings


@pytest.fixture(scope="session")
def demo(demo_settings: Settings) -> Iterator[Engine]:
    """An engine that reads the demo library."""
    with opened(demo_settings) as engine:
        yield engine
