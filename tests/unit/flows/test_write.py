"""Whole answers over the demo library by a model that tells the truth, lies, refuses or fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from rag import prompts
from rag.answer.context import key_of
from rag.engine import Engine
from rag.errors import ModelUnavailable
from rag.flows.write import Writing
from rag.records import Answer, AnswerVerdict, ClaimVerdict, Fragment, Turn
from rag.settings import Settings
from rag.wiring import opened
from tests.fakes.queued_chat import QueuedChat, Reply
from tests.fakes.small_model import PATIENT, small_model

QUESTION = "How long is the land border between Russia and China?"
TRUE = "The land border is longer than 4200 kilometers"
LIE = "The land border is longer than 5200 kilometers"


@pytest.fixture
def engine(demo_settings: Settings) -> Iterator[Engine]:
    with opened(demo_settings) as found:
        yield found


def writing(engine: Engine, *replies: Reply, unsupported: str = "mark") -> QueuedChat:
    chat = QueuedChat(*replies)
    asking = engine.asking
    settings = replace(asking.settings.answer, unsupported=unsupported)
    asking.writing = Writing(chat, engine.library.corpus, engine.embedder, asking.quoting, settings)
    return chat


def keyed(*sentences: str) -> Callable[[str], str]:
    """A reply whose sentences cite the source with the border's length, found in the prompt."""

    def reply(prompt: str) -> str:
        blocks = re.findall(r'<source key="(\w+)".*?>\n(.*?)\n</source>', prompt, re.DOTALL)
        key = next(key for key, words in blocks if "4200" in words)
        return " ".join(f"{sentence} [{key}]." for sentence in sentences)

    return reply


def asked(engine: Engine) -> tuple[str, Answer]:
    *fragments, answer = engine.stream(QUESTION)
    assert isinstance(answer, Answer)
    return "".join(f.text for f in fragments if isinstance(f, Fragment)), answer


def test_a_true_answer_is_cited_to_the_documents_words(engine: Engine) -> None:
    chat = writing(engine, keyed(TRUE))
    streamed, answer = asked(engine)
    assert streamed == answer.text == f"{TRUE}."
    assert answer.verdict is not AnswerVerdict.NOT_FOUND
    assert [claim.verdict for claim in answer.claims] == [ClaimVerdict.SUPPORTED]
    (citation,) = answer.citations
    text = engine.show(citation.document_id).document.text
    assert citation.span.of(text) == citation.quote
    assert "4200" in citation.quote
    assert answer.model == chat.name
    assert len(chat.asked) == 1


def test_a_key_that_was_not_offered_is_dropped_and_counted(engine: Engine) -> None:
    def invented(prompt: str) -> str:
        return keyed(TRUE)(prompt).replace(" [", " [z9z9][7] [")

    writing(engine, invented)
    streamed, answer = asked(engine)
    assert streamed == answer.text == f"{TRUE}."
    assert answer.dropped_keys == 2
    writing(engine, f"[z9z9] {prompts.REFUSAL}")
    assert asked(engine)[1].dropped_keys == 1


def test_a_lie_beside_a_truth_is_marked_in_place(engine: Engine) -> None:
    writing(engine, keyed(LIE, TRUE))
    streamed, answer = asked(engine)
    assert streamed == answer.text
    assert answer.verdict is AnswerVerdict.PARTLY
    assert [claim.verdict for claim in answer.claims] == [
        ClaimVerdict.UNSUPPORTED,
        ClaimVerdict.SUPPORTED,
    ]


def test_a_lie_is_removed_where_the_setting_says_so(engine: Engine) -> None:
    writing(engine, keyed(LIE, TRUE), unsupported="remove")
    _, answer = asked(engine)
    assert answer.text == f"{TRUE}."
    assert [claim.span.of(answer.text) for claim in answer.claims] == [f"{TRUE}."]


@pytest.mark.parametrize("reply", [keyed(LIE), prompts.REFUSAL, f"Sorry. {prompts.REFUSAL}"])
def test_where_nothing_survives_nothing_is_found(engine: Engine, reply: Reply) -> None:
    writing(engine, reply)
    _, answer = asked(engine)
    assert answer.verdict is AnswerVerdict.NOT_FOUND
    assert (answer.text, answer.claims, answer.citations) == ("", (), ())
    assert answer.retrieved
    assert bool(answer.notice) is (prompts.REFUSAL not in str(reply))


def test_what_states_nothing_rests_on_nothing_and_counts_for_nothing(engine: Engine) -> None:
    def laid_out(prompt: str) -> str:
        told = keyed(TRUE)(prompt)
        return f"## Answer\n\nHere is what the documents say:\n\n|---|---|\n1. {told}\n\n---"

    writing(engine, laid_out)
    streamed, answer = asked(engine)
    assert streamed == answer.text
    assert answer.verdict is not AnswerVerdict.PARTLY
    verdicts = [(claim.verdict, claim.citations) for claim in answer.claims]
    assert verdicts == [
        (ClaimVerdict.UNCITED, ()),
        (ClaimVerdict.UNCITED, ()),
        (ClaimVerdict.SUPPORTED, (1,)),
    ]


def test_without_the_model_the_documents_speak_and_say_why(engine: Engine) -> None:
    writing(engine, ModelUnavailable("chat model 'x:y': the quota is used up"))
    _, answer = asked(engine)
    assert "quota" in (answer.notice or "")
    assert answer.citations
    assert answer.model is None


def test_a_follow_up_is_rewritten_and_answered_with_one_call_each(engine: Engine) -> None:
    chat = writing(engine, QUESTION, keyed(TRUE))
    answer = engine.ask("And how long?", history=[Turn("Where is the land border?", "Far.")])
    assert answer.understood == QUESTION
    assert answer.citations
    assert len(chat.asked) == 2


def test_whatever_a_small_model_says_the_guarantee_holds(engine: Engine) -> None:
    chat = small_model(max_tokens=60)
    asking = engine.asking
    asking.settings = replace(asking.settings, chat=PATIENT)
    settings = replace(asking.settings.answer, context_tokens=500)
    asking.writing = Writing(chat, engine.library.corpus, engine.embedder, asking.quoting, settings)
    streamed, answer = asked(engine)
    assert answer.model == chat.name
    assert prompts.REFUSAL not in streamed
    hits = [key_of(hit.passage.id, QUESTION) for hit in answer.retrieved]
    assert not any(key in streamed for key in hits)
    assert answer.text in (streamed, "")
    for claim in answer.claims:
        assert claim.span.of(answer.text) == claim.text
    for citation in answer.citations:
        assert citation.span.of(engine.show(citation.document_id).document.text) == citation.quote


def test_one_question_waits_once_for_all_that_a_model_does(engine: Engine) -> None:
    chat = writing(engine, QUESTION, keyed(TRUE))
    engine.ask("And how long?", history=[Turn("Where is the land border?", "Far.")])
    whole = engine.settings.chat.reply_timeout_s
    rewriting, answering = chat.patience_s
    assert 0 < rewriting <= whole / 4
    assert rewriting < answering < whole
