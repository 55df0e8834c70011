"""Makes a follow-up question stand alone, with a model when there is one, by carry-over without."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rag import prompts
from rag.errors import ModelUnavailable
from rag.ports import ChatModel, Message
from rag.records import Turn
from rag.text import language as languages
from rag.text import questions
from rag.text.words import key_terms

_TURNS = 4
_LONGEST = 400
_ASKS = ("?", "？", "؟")
_QUOTES = "\"'“”„«»「」『』` "


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it should be searched; `failure` is why the model could not make it so."""

    question: str
    failure: ModelUnavailable | None = None


def condense(
    question: str,
    history: Sequence[Turn],
    model: ChatModel | None = None,
    until: float = math.inf,
) -> Understood:
    """The question as it should be searched; unchanged when it stands alone.

    Parameters: `history` oldest first. A model is asked once, about a follow-up and about what may
    be one; where that only may be, it may add words and take none away. One that fails, rambles,
    answers, changes the language or is not done at `until` (of time.monotonic()) is passed over.
    """
    leans = questions.is_follow_up(question)
    asks = model is not None and questions.may_lean(question)
    if not history or not (leans or asks):
        return Understood(question)
    failure = None
    if model is not None:
        try:
            rewritten = _by_model(question, history[-_TURNS:], model, until)
        except ModelUnavailable as error:
            rewritten, failure = None, error
        if rewritten and (leans or _keeps(rewritten, question)):
            return Understood(rewritten)
    last = history[-1]
    return Understood(questions.carry_over(question, last.understood or last.question), failure)


def _keeps(rewritten: str, question: str) -> bool:
    """Whether all that a question asks about is still asked.

    In Chinese its terms may stand in others now: two characters make one wherever they meet.
    """
    terms = " ".join(key_terms(rewritten))
    return all(term in terms for term in key_terms(question))


def _by_model(question: str, history: Sequence[Turn], model: ChatModel, until: float) -> str | None:
    conversation = "\n".join(
        f"Question: {turn.understood or turn.question}\nAnswer: {turn.answer[:_LONGEST]}"
        for turn in history
    )
    prompt = prompts.load("condense_question").render(
        conversation=escape(conversation, quote=False), question=question
    )
    text = ""
    for piece in model.stream([Message("user", prompt)], until):
        text += piece
        if len(text) > 2 * _LONGEST:
            return None
    return _one_question(text, question)


def _one_question(text: str, question: str) -> str | None:
    """The rewritten question, where the model wrote one line in the question's language.

    A model that answers instead writes none: what is asked with its mark keeps one.
    """
    line = text.strip().strip(_QUOTES)
    if not line or "\n" in line or len(line) > _LONGEST or prompts.REFUSAL in line:
        return None
    if question.rstrip().endswith(_ASKS) and not line.endswith(_ASKS):
        return None
    return line if languages.detect(line) == languages.detect(question) else None
