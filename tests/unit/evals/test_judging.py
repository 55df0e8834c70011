"""A chat model as judge, over HTTP and from a queue; its figures apart; what models cost."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from plain_engine import Opener

from rag.adapters.chat import LangChainChat
from rag.answer.judge import ChatJudge
from rag.errors import ModelUnavailable
from rag.evals.command import evaluate
from rag.evals.html.page import report_html
from rag.evals.report_file import report_json
from rag.evals.spending import Price, Spent, metered
from rag.evals.table import report_table
from rag.ports import ConstrainedChatModel, Message
from rag.settings import ChatSettings
from rag.text.tokens import count_tokens
from tests.fakes.chat_server import chat_server
from tests.fakes.queued_chat import QueuedChat


def test_a_judge_over_http_is_any_openai_compatible_server() -> None:
    with chat_server() as address:
        chat = LangChainChat(ChatSettings(model="openai:say:Partly.", base_url=address))
        assert ChatJudge(chat).entails("It opened in 1874.", "It opened in May 1874.") == 0.5


@pytest.mark.parametrize(("said", "value"), [("Yes", 1.0), ("**no**", 0.0), ("partly", 0.5)])
def test_one_word_is_read_however_it_is_dressed(said: str, value: float) -> None:
    chat = QueuedChat(said)
    assert ChatJudge(chat).entails("The {claim} text", "The sentence") == value
    assert "The {claim} text" in chat.asked[0]
    assert "The sentence" in chat.asked[0]


def test_a_judge_that_gives_no_verdict_is_an_error_and_no_guess() -> None:
    with pytest.raises(ModelUnavailable, match="not yes, partly or no"):
        ChatJudge(QueuedChat("Nobody knows")).entails("a", "b")


def test_judged_figures_stand_apart_and_the_run_goes_on_where_it_stopped(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    predictions = tmp_path / "predictions.jsonl"
    counted = evaluate([tiny_set], open_engine=opener, predictions=predictions)
    with pytest.raises(ModelUnavailable, match="no reply is left"):
        evaluate(
            [tiny_set],
            open_engine=opener,
            predictions=predictions,
            judge=ChatJudge(QueuedChat("yes", "yes", "no")),
        )
    # Judged so far: en-1 (its sentence, its answer); of zh-1 the sentence alone, which is lost.
    judge = ChatJudge(QueuedChat("no", "yes", "partly"))
    report = evaluate([tiny_set], open_engine=opener, predictions=predictions, judge=judge)
    assert report.figures == counted.figures
    assert report.judged is not None
    # Three answers were given: en-1 yes, zh-1 no, and the lighthouse that was never sold partly.
    assert report.judged.figures["judged_faithful"].value == pytest.approx((1 + 0 + 0.5) / 3)
    # Three questions have gold: en-1 yes, zh-1 yes, and ru-1 was refused.
    assert report.judged.figures["judged_correct"].value == pytest.approx((1 + 1 + 0) / 3)
    assert "judged_faithful" not in report_json(report)["figures"]
    assert report_json(report)["judged"]["judge"] == "queued:replies"
    for shown in (report_table(report), report_html(report)):
        assert "a model&#x27;s opinion" in shown or "a model's opinion" in shown


def test_rows_for_ragas_hold_answer_quotes_and_gold(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    path = tmp_path / "rows.jsonl"
    evaluate([tiny_set], open_engine=opener, ragas=path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 5
    assert rows[0] == {
        "user_input": "When was the lighthouse at Varn lit?",
        "response": "The lighthouse at Varn was lit in 1874.",
        "retrieved_contexts": ["The lighthouse at Varn was lit in 1874."],
        "reference": "1874",
        "reference_contexts": ["1874"],
    }


def test_a_meter_counts_what_goes_in_and_out_even_when_it_breaks_off() -> None:
    chat = metered(QueuedChat("one two three"))
    stream = chat.stream([Message("user", "What is it?")])
    next(stream)
    stream.close()
    assert chat.spent == Spent(count_tokens("What is it?"), count_tokens("one"))
    spent = Spent(2_000_000, 500_000)
    # Two million tokens read at 0.5 a million, half a million written at 1.5 a million.
    assert spent.cost(Price(0.5, 1.5)) == pytest.approx(2 * 0.5 + 0.5 * 1.5)


class HeldChat(QueuedChat):
    """Can be held to a form, which it then says."""

    def stream_within(
        self, messages: Sequence[Message], grammar: str, until: float = math.inf
    ) -> Iterator[str]:
        yield grammar


def test_a_model_that_can_be_held_to_a_form_still_can_be_with_a_meter() -> None:
    chat = metered(HeldChat("one"))
    assert isinstance(chat, ConstrainedChatModel)
    assert list(chat.stream_within([Message("user", "What?")], "root ::= x")) == ["root ::= x"]
    assert chat.spent.completion_tokens == count_tokens("root ::= x")
    assert not isinstance(metered(QueuedChat("one")), ConstrainedChatModel)
