"""The shared development sets, where they are: every line loads, every quote is its slice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.evals.dataset import load
from rag.evals.placing import placed
from rag.evals.splits import kept_aside

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("FOOTNOTE_SHARED", ROOT.parent / "shared")) / "eval"
SETS = sorted(path.parent for path in SHARED.glob("*/questions.jsonl"))

pytestmark = pytest.mark.skipif(
    not SETS, reason="the shared evaluation sets are not on this machine"
)


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_every_line_loads_and_every_quote_is_its_slice(folder: Path) -> None:
    texts = {
        path.relative_to(folder / "corpus").as_posix(): path.read_text(encoding="utf-8")
        for path in (folder / "corpus").rglob("*.txt")
    }
    read = load(folder)
    ready = placed(read, list(texts), texts.get)
    for given, found in zip(read.questions, ready.questions, strict=True):
        assert given.answerable is bool(given.evidence)
        assert [gold.quote for gold in given.evidence] == [gold.quote for gold in found.evidence]


def test_about_a_third_of_all_questions_is_kept_aside() -> None:
    questions = [line for folder in SETS for line in load(folder).questions]
    kept = sum(map(kept_aside, questions))
    assert 0.2 < kept / len(questions) < 0.47
