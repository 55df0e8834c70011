"""Makes a follow-up question stand alone, with a model when there is one, by carry-over without."""

from __future__ import annotations

from collections.abc import Sequence

from rag import prompts
from rag.errors import ModelUnavailable
from rag.ports import ChatModel, Message
from rag.records import Turn
from rag.text import questions

_TURNS = 4
_LONGEST = 400


def condense(question: str, history: Sequence[Turn], model: ChatModel | None = None) -> str:
    """The question as it should be searched; unchanged when it stands alone.

    Parameters: `history` oldest first. A model that fails or rambles is passed over.
    """
    if not history or not questions.is_follow_up(question):
        return question
    if model is not None:
        rewritten = _by_model(question, history[-_TURNS:], model)
        if rewritten:
            return rewritten
    last = history[-1]
    return questions.carry_over(question, last.understood or last.question)


def _by_model(question: str, history: Sequence[Turn], model: ChatModel) -> str | None:
    conversation = "\n".join(
        f"Question: {turn.question}\nAnswer: {turn.answer[:_LONGEST]}" for turn in history
    )
    prompt = prompts.load("condense_question").render(conversation=conversation, question=question)
    try:
        text = "".join(model.stream([Message("user", prompt)])).strip()
    except ModelUnavailable:
        return None
    return text if text and "\n" not in text and len(text) <= _LONGEST else None
