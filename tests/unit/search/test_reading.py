"""The reader: what it leaves unread and unembedded changes nothing that is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.calibration import load
from rag.ports import Vectors
from rag.records import Hit, Passage, Span
from rag.search.effort import Effort
from rag.search.evidence import EvidenceReader
from rag.search.spans import SpanRead
from rag.text import questions, sentences
from tests.fakes.hash_embedder import HashEmbedder

CALIBRATION = load("trained")
QUESTION = "Who built the harbour bridge?"
TOLD = "Anna built the harbour bridge. It opened in June. Boats pass below it."
OTHER = "The market sells fish. Stalls open at dawn. Rain keeps people away."


class Scorer:
    """Marks a sentence with so many log-odds for a word that it holds; counts what it read."""

    def __init__(self, word: str, log_odds: float) -> None:
        self.read_passages = 0
        self._word, self._log_odds = word, log_odds

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[SpanRead]]:
        self.read_passages += len(passages)
        return [[self._read(passage, span) for span in _spans(passage)] for passage in passages]

    def _read(self, passage: Passage, span: Span) -> SpanRead:
        score = self._log_odds if self._word in passage.words(span) else -12.0
        return SpanRead(span, span, score, 0.9)


class Closing(Scorer):
    """Marks the last three words of a sentence, its full stop among them."""

    def __init__(self) -> None:
        super().__init__("", 9.0)

    def _read(self, passage: Passage, span: Span) -> SpanRead:
        words = passage.words(span).rsplit(" ", 3 if "July" in passage.text else 2)[0]
        return SpanRead(span, Span(span.start + len(words) + 1, span.end), 9.0, 0.9)


class Counting(HashEmbedder):
    """Counts the passages it was given."""

    def __init__(self) -> None:
        super().__init__(32)
        self.embedded = 0

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return HashEmbedder(32).embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().embed_passages(texts)


def _spans(passage: Passage) -> list[Span]:
    return [s.shifted(passage.span.start) for s in sentences.split(passage.text, "en")]


def hits(*texts: str, dense: float = 0.1) -> list[Hit]:
    scores = {"dense": dense, "usual": 0.75, "lexical": 0.5}
    return [
        Hit(Passage(f"d{rank}", Span(0, len(text)), text, "en"), rank, dense, scores)
        for rank, text in enumerate(texts, 1)
    ]


def reader(embedder: Counting, scorer: Scorer | None) -> EvidenceReader:
    return EvidenceReader(embedder, CALIBRATION, Effort(6, 8_000), scorer)


def test_without_a_scorer_every_sentence_is_embedded() -> None:
    embedder = Counting()
    found = reader(embedder, None).read(QUESTION, hits(TOLD, OTHER))
    assert embedder.embedded == len(found.sentences) == 6


def test_sentences_far_below_the_best_are_not_embedded() -> None:
    embedder = Counting()
    found = reader(embedder, Scorer("Anna", 9.0)).read(QUESTION, hits(TOLD, OTHER))
    assert found.sentences[0].quote == TOLD[:30]
    assert 0 < embedder.embedded < len(found.sentences) == 6


def test_the_first_sentence_is_the_one_that_all_embedded_would_put_first() -> None:
    asked, scorer = questions.analyse(QUESTION), Scorer("bridge", 4.0)
    every = reader(Counting(), scorer).candidates(asked, hits(TOLD, OTHER))
    best = max(every, key=lambda each: CALIBRATION.sentence(each.features))
    found = reader(Counting(), scorer).read(QUESTION, hits(TOLD, OTHER))
    assert found.sentences[0].span == best.span
    assert found.sentences[0].score == CALIBRATION.sentence(best.features)


def test_without_hope_the_worse_passages_are_left_unread_and_nothing_is_embedded() -> None:
    embedder, scorer = Counting(), Scorer("nowhere", 9.0)
    found = reader(embedder, scorer).read(QUESTION, hits(*[OTHER] * 6, dense=0.0))
    assert found.answerable < CALIBRATION.point.refuse_below / 10
    assert (scorer.read_passages, embedder.embedded) == (4, 0)


def test_with_hope_all_is_read() -> None:
    scorer = Scorer("Anna", 9.0)
    found = reader(Counting(), scorer).read(QUESTION, hits(*[OTHER] * 5, TOLD, dense=0.2))
    assert scorer.read_passages == 6
    assert found.sentences[0].quote == TOLD[:30]


@pytest.mark.parametrize(("asked", "read"), [("When did it open?", 3), ("Who built it?", 2)])
def test_another_document_is_heard_where_answers_can_contradict(asked: str, read: int) -> None:
    scorer = Scorer("opened", 9.0)
    near = [0.1, 0.1, 0.06, 0.0, 0.0, 0.0]
    found = [
        replace(hit, score=score, scores={**hit.scores, "dense": score})
        for hit, score in zip(hits("It opened in 1934.", *[OTHER] * 5), near, strict=True)
    ]
    reader(Counting(), scorer).read(asked, found)
    assert scorer.read_passages == read


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [("It was delivered on 12 July 2019.", "12 July 2019"), ("It is by J. K.", "J. K.")],
)
def test_an_answer_does_not_take_its_sentences_full_stop(sentence: str, answer: str) -> None:
    (found,) = reader(Counting(), Closing()).read("When?", hits(sentence)).sentences
    assert found.read is not None
    assert found.passage.words(found.read) == answer
