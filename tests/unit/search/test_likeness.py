"""Which sentences are embedded: those whose likeness can matter, and no others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.calibration import load
from rag.ports import Vectors
from rag.records import Hit, Passage, Span
from rag.search.candidates import Candidate, candidates
from rag.search.likeness import measured, measured_in_reach
from rag.text import questions
from tests.fakes.hash_embedder import HashEmbedder

CALIBRATION = load("trained")
COSINE = CALIBRATION.sentence.weights["cosine"]
ASKED = questions.analyse("Who built the harbour bridge?")
TEXT = "Anna Lind built the harbour bridge. It opened in June. Boats pass below it."


class Counting(HashEmbedder):
    """Remembers which passages it was given."""

    def __init__(self) -> None:
        super().__init__(32)
        self.given: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return HashEmbedder(32).embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return super().embed_passages(texts)


def hit(dense: float | None = 0.1) -> Hit:
    scores = {"usual": 0.2} | ({} if dense is None else {"dense": dense})
    return Hit(Passage("d", Span(0, len(TEXT)), TEXT, "en"), 1, 0.1, scores)


def scored(*below: float) -> list[Candidate]:
    """Sentences so far below the first in score, all of it likeness."""
    return [
        Candidate(hit(), Span(0, 5), f"words {place}", {"cosine": -each / COSINE})
        for place, each in enumerate(below)
    ]


def test_before_any_is_embedded_sentences_are_a_little_less_like_than_their_passage() -> None:
    (alike,) = {each.features["cosine"] for each in candidates(ASKED, [hit(0.1)], 0.1)}
    (unlike,) = {each.features["cosine"] for each in candidates(ASKED, [hit(None)], 0.1)}
    assert 0.07 < alike < 0.1
    assert alike - unlike == pytest.approx(0.1)


def embedded(found: Sequence[Candidate], room: int = 1) -> list[str]:
    embedder = Counting()
    measured_in_reach(ASKED, found, embedder, CALIBRATION, room)
    return embedder.given


def test_only_sentences_that_can_still_be_quoted_are_embedded_likeliest_first() -> None:
    near, far = CALIBRATION.margin / 2, 3 * CALIBRATION.margin
    assert embedded(scored(near, 0.0, far))[:2] == ["words 1", "words 0"]
    assert "words 2" not in embedded(scored(near, 0.0, far))[:2]
    assert embedded(scored(near, 0.0, far), room=3)[:3] == ["words 1", "words 0", "words 2"]
    assert embedded([]) == []


def test_every_sentence_that_is_quoted_was_measured_whatever_was_expected() -> None:
    found = scored(*(n / 10 for n in range(60)))
    known = measured_in_reach(ASKED, found, HashEmbedder(32), CALIBRATION, 1)
    scores = [CALIBRATION.sentence(each.features) for each in known]
    quoted = [n for n, each in enumerate(scores) if each >= max(scores) - CALIBRATION.margin]
    assert all(known[n] != found[n] for n in sorted(quoted, key=lambda n: -scores[n])[:8])


def test_what_is_measured_is_the_cosine_above_the_usual_one() -> None:
    embedder, found = Counting(), candidates(ASKED, [hit()], 0.1)
    known = measured(ASKED, found, [2, 0], embedder)
    assert embedder.given == [found[2].words, found[0].words]
    query, sentence = HashEmbedder(32).embed_passages([ASKED.text, TEXT[:35]])
    assert known[0].features["cosine"] == pytest.approx(float(query @ sentence) - 0.2, abs=1e-6)
    assert known[1] == found[1]
    assert not np.isclose(known[2].features["cosine"], found[2].features["cosine"])


def test_nothing_to_measure_embeds_nothing() -> None:
    embedder, found = Counting(), candidates(ASKED, [hit()], 0.1)
    assert measured(ASKED, found, (), embedder) == found
    assert embedder.given == []
