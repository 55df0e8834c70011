"""Scores the roles of the blind threads: what is a comment, and who is said to speak."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.ingest import readers, roles
from rag.records import Block, Role

THREADS = Path(__file__).parents[2] / "data" / "threads"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of paragraphs over any number of texts; they add up with `+`."""

    comments: int = 0
    found: int = 0
    doubtful_comments: int = 0
    article: int = 0
    wrongly_found: int = 0
    doubtful_article: int = 0
    speakers: int = 0
    speakers_right: int = 0
    speakers_wrong: int = 0

    def __add__(self, other: Score) -> Score:
        fields = self.__dataclass_fields__
        return Score(*(getattr(self, name) + getattr(other, name) for name in fields))

    @property
    def recall(self) -> float:
        return self.found / max(1, self.comments)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrongly_found)

    @property
    def unknown(self) -> float:
        """The share of all judged paragraphs that are left undecided."""
        doubtful = self.doubtful_comments + self.doubtful_article
        return doubtful / max(1, self.comments + self.article)


def scores() -> dict[str, Score]:
    """The score of every blind text by its file name."""
    lines = (THREADS / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return {label["file"]: _score(label) for label in map(json.loads, lines)}


def _score(label: dict[str, Any]) -> Score:
    found = readers.read(label["file"], (THREADS / label["file"]).read_bytes(), None)[0]
    blocks = roles.decide(found.text, found.blocks)
    comments = [_block(blocks, *span).role for span in label["comments"]]
    article = [_block(blocks, *span).role for span in label["article"]]
    named = [(_block(blocks, start, end), name) for start, end, name in label["speakers"]]
    named = [(block, name) for block, name in named if block.role is Role.COMMENT]
    return Score(
        len(comments),
        comments.count(Role.COMMENT),
        comments.count(Role.UNKNOWN),
        len(article),
        article.count(Role.COMMENT),
        article.count(Role.UNKNOWN),
        len(named),
        sum(block.speaker == name for block, name in named),
        sum(block.speaker not in (None, name) for block, name in named),
    )


def _block(blocks: list[Block], start: int, end: int) -> Block:
    """The block that holds most of a paragraph."""
    return max(blocks, key=lambda one: min(one.span.end, end) - max(one.span.start, start))
