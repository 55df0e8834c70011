"""Passages keep to structure, size and exact spans."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.segment import segment
from rag.records import Block, Passage, Role, Span
from rag.settings import PassageSettings
from rag.text.tokens import count_tokens

SIZES = PassageSettings(min_tokens=10, target_tokens=30, max_tokens=60)


def cut(*parts: tuple[str, Role], rows: bool = False) -> tuple[str, list[Passage]]:
    text, blocks = "", []
    for words, role in parts:
        blocks.append(Block(Span(len(text), len(text) + len(words)), role))
        text += words + "\n\n"
    return text, segment("d", text, blocks, SIZES, count_tokens, rows=rows)


def test_a_heading_joins_what_it_heads() -> None:
    _, passages = cut(("Why it matters", Role.HEADING), ("It is about ships.", Role.BODY))
    assert [passage.role for passage in passages] == [Role.BODY]
    assert passages[0].text.startswith("Why it matters")


def test_comments_stay_apart() -> None:
    _, passages = cut(("I agree.", Role.COMMENT), ("I do not.", Role.COMMENT))
    assert len(passages) == 2


def test_languages_stay_apart() -> None:
    _, passages = cut(
        ("The two countries signed a treaty on arms.", Role.BODY),
        ("两国签署了一项关于军备的条约。", Role.BODY),
    )
    assert [passage.language for passage in passages] == ["en", "zh"]


def test_rows_of_a_table_stay_apart() -> None:
    _, passages = cut(("a, 1", Role.BODY), ("b, 2", Role.BODY), rows=True)
    assert [passage.text for passage in passages] == ["a, 1", "b, 2"]


def test_a_long_block_is_cut_between_sentences() -> None:
    text, passages = cut(("The fleet sailed on Monday. " * 40, Role.BODY))
    assert len(passages) > 3
    for passage in passages:
        assert count_tokens(passage.text) <= SIZES.max_tokens
        assert passage.text == passage.span.of(text)
        assert passage.text.endswith(".")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(st.lists(st.tuples(WORDS, st.sampled_from(list(Role))), max_size=6))
def test_any_text_slices_back_and_fits(parts: list[tuple[str, Role]]) -> None:
    text, passages = cut(*parts)
    for passage in passages:
        assert passage.text == passage.span.of(text)
        assert passage.text.strip()
        assert count_tokens(passage.text) <= SIZES.max_tokens
    assert all(a.span.end <= b.span.start for a, b in pairwise(passages))
