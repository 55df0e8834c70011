"""What several suites share: where things are, and the demo library ingested once a session."""

from __future__ import annotations

import os
import re
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


ALLOWED_SKIPS = re.compile(r"no shared folder|the originals are not|shared sets")
"""Reasons for which a test may be skipped where CI is set; any other skip fails the run there."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skip is a failure unless its reason is on the list."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if not (report.skipped and os.environ.get("CI")) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not ALLOWED_SKIPS.search(reason):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {reason}"
