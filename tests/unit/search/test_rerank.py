"""Hits in a new order, by what was read in them."""

from __future__ import annotations

from rag.records import Hit, Passage, Span
from rag.search.rerank import reordered


def hit(name: str, rank: int) -> Hit:
    return Hit(Passage(name, Span(0, 3), "abc"), rank, 1.0 / rank, {"dense": 0.5})


def test_read_hits_come_first_by_their_best_sentence() -> None:
    hits = [hit("a", 1), hit("b", 2), hit("c", 3)]
    found = reordered(hits, {"b:0-3": 0.2, "a:0-3": 0.1})
    assert [item.passage.document_id for item in found] == ["b", "a", "c"]
    assert [item.rank for item in found] == [1, 2, 3]
    assert found[0].scores == {"dense": 0.5, "read": 0.2}
    assert found[2].scores == {"dense": 0.5}
