"""Translations are paired with what they translate, and nothing else is."""

from __future__ import annotations

import numpy as np

from rag.index.twins import pairs
from rag.ports import Vectors
from rag.records import Passage, Role, Span

DIMENSIONS = 48
_CHANCE = np.random.default_rng(5)
MEANINGS = _CHANCE.standard_normal((40, DIMENSIONS))
LEAN = {
    "en": _CHANCE.standard_normal(DIMENSIONS) * 2,
    "fa": _CHANCE.standard_normal(DIMENSIONS) * 2,
}
LENGTH = {"en": 200, "fa": 150}


def page(*said: tuple[str, int], role: Role = Role.BODY) -> tuple[list[Passage], Vectors]:
    """Passages that each say one meaning in a language, with what a multilingual model makes."""
    passages, vectors, start = [], [], 0
    for language, meaning in said:
        span = Span(start, start + LENGTH[language] + 3 * meaning)
        passages.append(Passage("d", span, "x" * len(span), language, role))
        start = span.end + 2
        vector = MEANINGS[meaning] + LEAN[language] + _CHANCE.normal(0, 0.2, DIMENSIONS)
        vectors.append(vector / np.linalg.norm(vector))
    return passages, np.array(vectors, dtype=np.float32)


def found(passages: list[Passage], vectors: Vectors) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in pairs(passages, vectors)]


def test_paragraphs_that_alternate() -> None:
    said = [(language, meaning) for meaning in range(8) for language in ("en", "fa")]
    assert found(*page(*said)) == [(place, place + 1) for place in range(0, 16, 2)]


def test_two_halves() -> None:
    said = [(language, meaning) for language in ("fa", "en") for meaning in range(6)]
    assert sorted(found(*page(*said))) == [(place, place + 6) for place in range(6)]


def test_what_has_no_translation_stays_alone() -> None:
    said = [("en", 0), ("fa", 0), ("en", 1), ("en", 2), ("fa", 2), ("en", 3), ("fa", 3), ("fa", 9)]
    assert found(*page(*said)) == [(0, 1), (3, 4), (5, 6)]


def test_one_pair_among_many_passages_is_taken_for_chance() -> None:
    alone = [("en", meaning) for meaning in range(6)] + [
        ("fa", meaning) for meaning in range(30, 33)
    ]
    passages, vectors = page(*alone, ("fa", 3), ("fa", 34), ("fa", 35))
    vectors[[6, 7, 8, 10, 11]] = vectors[9] - 0.2 * vectors[3]
    assert found(passages, vectors) == []


def test_a_comment_is_no_twin_of_the_article() -> None:
    article, article_vectors = page(("en", 0), ("fa", 1), ("en", 2))
    comments, comment_vectors = page(("fa", 0), ("en", 1), ("fa", 2), role=Role.COMMENT)
    shifted = [
        Passage("d", comment.span.shifted(2_000), comment.text, comment.language, comment.role)
        for comment in comments
    ]
    assert not found([*article, *shifted], np.vstack([article_vectors, comment_vectors]))


def test_a_document_in_one_language_has_none() -> None:
    assert found(*page(("en", 0), ("en", 1))) == []
