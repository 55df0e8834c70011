"""A question through the engine in a worker's thread, kept in its conversation where it has one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.history import KeptTurn
from rag.records import Answer, Filters, Fragment, Turn
from rag.server.service import Service

NEW = "new"
"""What to name instead of a conversation's id to begin one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a caller asks.

    `conversation` is the id of a kept one (or NEW), whose earlier turns are leaned on; else
    `history` is. With `quote_only` the answer is quoted even where a model is set.
    """

    text: str
    owner: str
    filters: Filters = Filters()
    history: tuple[Turn, ...] = ()
    conversation: str | None = None
    quote_only: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The whole answer, and where it is kept."""

    answer: Answer
    conversation: str | None = None
    turn: str | None = None


def stream(service: Service, question: Question) -> AsyncIterator[Fragment | Told]:
    """Fragments as they come, then the whole answer. Raises Refused at once where all is full."""
    return service.lanes.reading.stream(lambda: _pieces(service, question))


async def whole(service: Service, question: Question) -> Told:
    """The whole answer."""

    def last() -> Told:
        *_, told = _pieces(service, question)
        if not isinstance(told, Told):
            raise TypeError("a stream ends with its answer")
        return told

    return await service.read(last)


def _pieces(service: Service, question: Question) -> Iterator[Fragment | Told]:
    if question.conversation is None:
        yield from _answered(service, question, question.history)
        return
    kept, owner = service.history, question.owner
    name = question.conversation
    conversation = kept.start(owner, question.text).id if name == NEW else name
    earlier = as_turns(kept.turns(owner, conversation))
    asked = kept.ask(owner, conversation, question.text)
    for piece in _answered(service, question, earlier):
        if isinstance(piece, Told):
            kept.answer(owner, asked.id, piece.answer)
            piece = replace(piece, conversation=conversation, turn=asked.id)
        yield piece


def _answered(
    service: Service, question: Question, history: Sequence[Turn]
) -> Iterator[Fragment | Told]:
    engine = service.engine
    if question.quote_only:
        engine = engine.written_by(None)
    for piece in engine.stream(question.text, filters=question.filters, history=history):
        if isinstance(piece, Answer):
            yield Told(service.answered(piece))
        else:
            yield piece


def as_turns(kept: Sequence[KeptTurn]) -> tuple[Turn, ...]:
    """A conversation so far, as later questions lean on it."""
    return tuple(
        Turn(each.question, each.answer.text, each.answer.understood)
        for each in kept
        if each.answer is not None
    )
