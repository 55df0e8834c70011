"""Comments are told from articles on texts that nothing was fitted to; figures may only rise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from thread_scores import Score, scores

from rag.ingest import readers, roles
from rag.records import Role

SHARED = Path(os.environ.get("FOOTNOTE_SHARED", Path(__file__).parents[4] / "shared"))
NO_COMMENTS = ("opinion-no-comments.txt", "interview.txt")


@pytest.fixture(scope="module")
def blind() -> dict[str, Score]:
    return scores()


def test_no_article_paragraph_becomes_a_comment(blind: dict[str, Score]) -> None:
    total = sum(blind.values(), Score())
    assert total.precision == 1.0
    assert total.doubtful_article == 0


@pytest.mark.parametrize("name", NO_COMMENTS)
def test_a_text_in_the_first_person_has_no_comments(blind: dict[str, Score], name: str) -> None:
    assert blind[name].wrongly_found == 0
    assert blind[name].doubtful_article == 0


def test_most_comments_are_found(blind: dict[str, Score]) -> None:
    total = sum(blind.values(), Score())
    assert total.recall >= 0.58
    assert (total.found + total.doubtful_comments) / total.comments >= 0.72


def test_most_speakers_told_are_right(blind: dict[str, Score]) -> None:
    total = sum(blind.values(), Score())
    assert total.speakers_wrong <= 0.2 * total.speakers
    assert total.speakers_right >= 0.6 * total.speakers


@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="needs the evaluation corpora")
def test_encyclopaedic_texts_hold_next_to_no_comments() -> None:
    texts = sorted((SHARED / "eval").glob("*/corpus/*.txt"))
    alarms = sum(_holds_comments(path) for path in texts)
    assert alarms <= 0.003 * len(texts)


def _holds_comments(path: Path) -> bool:
    found = readers.read(path.name, path.read_bytes(), None)[0]
    return any(block.role is Role.COMMENT for block in roles.decide(found.text, found.blocks))
