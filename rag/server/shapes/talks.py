"""Conversations and what readers say of answers."""

from __future__ import annotations

from rag.history import Feedback
from rag.server.shapes.answers import PlainAnswerOut
from rag.server.shapes.parts import Shape


class ConversationOut(Shape):
    """A conversation; times are seconds since 1970 (UTC)."""

    id: str
    name: str
    created: float
    touched: float
    turns: int


class ConversationsOut(Shape):
    """The caller's conversations."""

    conversations: list[ConversationOut]


class TurnOut(Shape):
    """A kept question with its answer, null where it was stopped."""

    id: str
    conversation: str
    position: int
    question: str
    asked: float
    answer: PlainAnswerOut | None
    feedback: Feedback | None
    comment: str


class TalkOut(Shape):
    """A conversation with its turns."""

    id: str
    name: str
    created: float
    touched: float
    turns: list[TurnOut]


class JudgedOut(Shape):
    """The turns the caller has judged."""

    turns: list[TurnOut]
