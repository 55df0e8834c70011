"""The chat message: marks, notes, and nothing a document could plant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Fragment,
    Provenance,
    Role,
    Span,
)
from rag.server.openai.footnotes import Telling, marks, message, without_notes


def answered(*texts: str, model: str | None = None, joint: str = " ") -> Answer:
    """An answer of claims that each quote a document of their own."""
    claims, text = [], ""
    for number, words in enumerate(texts, 1):
        text += joint if text else ""
        place = Span(len(text), len(text) + len(words))
        claims.append(Claim(words, place, ClaimVerdict.SUPPORTED, (number,)))
        text += words
    citations = tuple(
        Citation(n, "d", f"{n}.txt", Provenance(title="T"), Span(0, len(w)), w, "en", Role.BODY)
        for n, w in enumerate(texts, 1)
    )
    return Answer("?", AnswerVerdict.ANSWERED, text, "en", tuple(claims), citations, model=model)


def test_quotes_are_paragraphs_with_notes_below() -> None:
    assert message(answered("One.", "Two.")) == (
        "One.[^1]\n\nTwo.[^2]\n\n[^1]: “One.” — T, 1.txt:0-4\n[^2]: “Two.” — T, 2.txt:0-4"
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_pieces_are_the_whole(count: int) -> None:
    answer = answered(*["One [sic].", "二。", "سه <b>."][:count], joint="\n")
    telling = Telling()
    for claim in answer.claims:
        telling.fragment(Fragment(claim.text, claim.citations))
    telling.rest(answer)
    assert telling.sent == message(answer)


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_what_a_model_wrote_is_listed_with_its_marks(size: int) -> None:
    answer = answered("It is so.", "It is not.", model="m:x")
    unsupported = replace(answer.claims[1], verdict=ClaimVerdict.UNSUPPORTED, citations=())
    answer = replace(answer, claims=(answer.claims[0], unsupported))
    telling = Telling()
    for start in range(0, len(answer.text), size):
        telling.fragment(Fragment(answer.text[start : start + size]))
    telling.rest(answer)
    assert telling.sent.startswith(answer.text + "\n\n- It is so.[^1]\n")
    assert "- It is not. (not supported by the documents)\n\n[^1]: “" in telling.sent


def test_a_sentence_that_cites_nothing_is_told_so() -> None:
    answer = answered("It is so.", "I wonder.", model="m:x")
    own = replace(answer.claims[1], verdict=ClaimVerdict.UNCITED, citations=())
    answer = replace(answer, claims=(answer.claims[0], own))
    assert message(answer).startswith("It is so.[^1] I wonder. (no citation given)\n\n[^1]: ")
    greeting = Answer(
        "Hi", AnswerVerdict.ANSWERED, own.text, "en", (replace(own, span=Span(0, 9)),)
    )
    assert message(greeting) == "I wonder."


def test_an_answer_taken_back_says_so() -> None:
    telling = Telling()
    telling.fragment(Fragment("Perhaps so."))
    nothing = Answer("?", AnswerVerdict.NOT_FOUND, "", "ru")
    assert telling.rest(nothing) == "\n\nВ документах об этом не сказано."


def test_documents_plant_no_marks_links_or_tags() -> None:
    planted = "See [^9] <img src=x> ![a](http://evil.example) [b](javascript:1).[^1]"
    answer = answered(planted)
    text = message(answer)
    assert [mark.citation.number for mark in marks(text, answer)] == [1]
    assert text[slice(marks(text, answer)[0].start, None)].startswith("[^1]\n\n[^1]: ")
    for live in ("<img", "![", "[b](", " [^9]"):
        assert live not in text.replace(f"\\{live.lstrip(' !')}", "")


def test_a_message_sent_back_is_what_was_said() -> None:
    answer = answered("One [sic].", "Two <b>.")
    assert without_notes(message(answer)) == "One [sic].\n\nTwo <b>."


def test_a_notice_stands_before_the_notes() -> None:
    answer = replace(answered("One."), notice="The model is down.")
    assert message(answer) == "One.[^1]\n\nThe model is down.\n\n[^1]: “One.” — T, 1.txt:0-4"


def test_what_a_model_broke_off_stands_apart_from_the_quotes_after_it() -> None:
    telling = Telling()
    telling.fragment(Fragment("The wall is four me"))
    assert telling.fragment(Fragment("The wall is 4 m high.", (1,))).startswith("\n\n")
