"""Five real documents, messier than anything written for a test, are read with their provenance."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.ingest import readers
from rag.ingest.read import Read

ROOT = Path(__file__).parents[3]
SEEDS = Path(os.environ.get("FOOTNOTE_SHARED", ROOT.parent / "shared")) / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the originals are not at hand")


def original(prefix: str) -> Read:
    (path,) = SEEDS.glob(f"{prefix}*.txt")
    (read,) = readers.read(path.name, path.read_bytes())
    assert read.text == path.read_text(encoding="utf-8")
    return read


def test_an_alternating_article() -> None:
    provenance = original("000").provenance
    assert (provenance.title or "").startswith("Why is it")
    assert provenance.publisher == "China Military Online"
    assert provenance.authors == ("Gao Fei", "Yu You")
    assert provenance.published == "2021-01-26"


def test_a_page_torn_out_of_a_journal() -> None:
    read = original("001")
    assert (read.provenance.title, read.provenance.authors) == (None, ())
    assert read.provenance.published == "2020"
    words = [block.span.of(read.text) for block in read.blocks]
    assert any(one.startswith("[Keywords] INF Treaty") and one.count("\n") == 1 for one in words)
    assert "P. 160" in words
    assert "· 158 ·" in words


def test_a_repost_with_a_thread() -> None:
    provenance = original("002").provenance
    assert (provenance.title or "").startswith("为什么西方")
    assert (provenance.authors, provenance.published) == ((), None)


def test_a_landing_page_without_its_names() -> None:
    provenance = original("003").provenance
    assert (provenance.title, provenance.authors, provenance.published) == (None, (), None)


def test_a_machine_translation_with_its_authors_at_the_end() -> None:
    provenance = original("004").provenance
    assert (provenance.title or "").startswith("Promoting Sino-Russian")
    assert provenance.authors == ("Andrea Kendall-Taylor", "David Shullman", "Dan McCormick")
    assert provenance.published is None
