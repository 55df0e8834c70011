"""Copies count as one source, and so do documents that say it in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.independence import Copied, Independence, independent_sources
from rag.records import Citation, Provenance, Role, Span

WIRE = "The harbour of Kalvik froze over in the night to Tuesday for the first time in forty years."


def copies(*pairs: str) -> Copied:
    known = {frozenset(pair) for pair in pairs}

    def copied(ids: Sequence[str]) -> frozenset[frozenset[str]]:
        return frozenset(pair for pair in known if pair <= set(ids))

    return copied


def cited(*said: tuple[str, str]) -> list[Citation]:
    return [
        Citation(number, document, document, Provenance(), Span(0, 9), quote, "en", Role.BODY)
        for number, (document, quote) in enumerate(said, 1)
    ]


def test_documents_that_copy_nobody_speak_for_themselves() -> None:
    citations = cited(("a", "Ice came."), ("b", "Boats lay fast."), ("a", "It thawed."))
    assert independent_sources(citations, copies()) == 2
    assert independent_sources([], copies()) == 0


def test_five_copies_are_one_source() -> None:
    citations = cited(*((name, f"Sentence {name}.") for name in "abcde"), ("x", "Another."))
    assert independent_sources(citations, copies("ab", "bc", "cd", "de")) == 2


def test_two_excerpts_of_one_document_are_one_source() -> None:
    citations = cited(("a", "One."), ("b", "Two."), ("whole", "Three."))
    assert independent_sources(citations, copies(("a", "whole"), ("b", "whole"))) == 1


def test_the_same_sentence_word_for_word_is_one_source() -> None:
    assert independent_sources(cited(("a", WIRE), ("b", f"(AP) {WIRE}")), copies()) == 1


def test_a_short_sentence_may_be_alike_by_chance() -> None:
    short = "The lake is deep."
    assert independent_sources(cited(("a", short), ("b", short)), copies()) == 2


def test_copies_are_not_apart() -> None:
    sources = Independence.among(("a", "b", "c"), copies("ab"))
    assert not sources.apart("a", "b")
    assert not sources.apart("c", "c")
    assert sources.apart("a", "c")
