"""Gold spans found by their quote, white space aside, or checked against their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import InputError
from rag.evals.placing import occurrences, placed
from rag.evals.questions import GoldSpan, QuestionLine, QuestionSet
from rag.records import Span

TEXTS = {
    "a.txt": "The bridge\nopened in 1902.\n\nThe bridge fell.",
    "zh.txt": "石桥建于\n1902 年。",
}


def place_one(*gold: GoldSpan) -> tuple[GoldSpan, ...]:
    line = QuestionLine("q", "?", evidence=gold, where="line 4")
    return placed(QuestionSet("set", (line,)), list(TEXTS), TEXTS.get).questions[0].evidence


def test_a_quote_is_found_across_other_white_space() -> None:
    (found,) = place_one(GoldSpan("a.txt", None, "bridge opened  in"))
    assert found.span == Span(4, 20)
    assert found.quote == "bridge\nopened in"
    (found,) = place_one(GoldSpan("zh.txt", None, "建于1902年"))
    assert found.quote == "建于\n1902 年"


def test_a_quote_in_several_places_counts_at_each() -> None:
    found = place_one(GoldSpan("a.txt", None, "The bridge"))
    assert [each.span for each in found] == [Span(0, 10), Span(28, 38)]


def test_a_quote_without_source_is_looked_for_everywhere() -> None:
    (found,) = place_one(GoldSpan(None, None, "1902年"))
    assert found.source == "zh.txt"


def test_offsets_take_their_quote_from_the_text() -> None:
    (found,) = place_one(GoldSpan("a.txt", Span(0, 10)))
    assert found.quote == "The bridge"


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        (GoldSpan("a.txt", None, "the bridge"), "a.txt does not hold 'the bridge'"),
        (GoldSpan("gone.txt", None, "x"), "no document is known as 'gone.txt'"),
        (GoldSpan(None, None, "nowhere"), "no document holds 'nowhere'"),
        (GoldSpan("a.txt", Span(0, 3), "Her"), "a.txt:0-3 holds 'The', not 'Her'"),
        (GoldSpan("a.txt", Span(0, 999)), "outside the text of 44 characters"),
    ],
)
def test_evidence_that_is_not_there_is_a_bad_line(gold: GoldSpan, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        place_one(gold)
    (problem,) = caught.value.problems
    assert problem.startswith("set, line 4: question 'q': ")
    assert reason in problem


WORDS = st.text(st.sampled_from("ab石 \n\t\u3000"), max_size=30)


@given(WORDS, WORDS)
def test_occurrences_are_slices_that_read_the_same(text: str, quote: str) -> None:
    found = list(occurrences(quote, text))
    squeezed, wanted = "".join(text.split()), "".join(quote.split())
    assert len(found) == (squeezed.count(wanted) if wanted else 0)
    for span in found:
        assert "".join(span.of(text).split()) == wanted
        assert span.of(text) == span.of(text).strip()
