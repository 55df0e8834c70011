"""A chat model that plays queued replies and remembers what it was asked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence

from rag.errors import ModelUnavailable
from rag.ports import Message

Reply = str | ModelUnavailable | Callable[[str], str]
"""What to answer: a text, a failure, or a text made from the prompt."""


class QueuedChat:
    """Streams its replies one after the other, in pieces of `piece_chars` characters.

    A model without replies left has broken off, as a real one would.
    """

    name = "queued:replies"

    def __init__(self, *replies: Reply, piece_chars: int = 3) -> None:
        self._replies = list(replies)
        self._piece_chars = piece_chars
        self.asked: list[str] = []
        self.patience_s: list[float] = []

    def stream(self, messages: Sequence[Message], until: float = math.inf) -> Iterator[str]:
        prompt = "\n".join(message.content for message in messages)
        self.asked.append(prompt)
        self.patience_s.append(until - time.monotonic())
        if self.patience_s[-1] <= 0:
            raise ModelUnavailable("chat model 'queued:replies': no answer in time")
        if not self._replies:
            raise ModelUnavailable("chat model 'queued:replies': no reply is left")
        reply = self._replies.pop(0)
        if isinstance(reply, ModelUnavailable):
            raise reply
        text = reply(prompt) if callable(reply) else reply
        for start in range(0, len(text), self._piece_chars):
            yield text[start : start + self._piece_chars]
