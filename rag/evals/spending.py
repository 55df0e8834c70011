"""What a chat model read and wrote for an answer, in tokens and money.

Tokens are counted by the product's own counter (tiktoken's cl100k_base), the same for every model
and provider, so that variants can be compared; a provider's bill may count a little differently.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.ports import ChatModel, ConstrainedChatModel, Message
from rag.text.tokens import count_tokens

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens, in any one currency."""

    input: float = 0.0
    output: float = 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens a model has read and written."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __sub__(self, earlier: Spent) -> Spent:
        return Spent(
            self.prompt_tokens - earlier.prompt_tokens,
            self.completion_tokens - earlier.completion_tokens,
        )

    def cost(self, price: Price) -> float:
        """What these tokens cost."""
        read, written = self.prompt_tokens * price.input, self.completion_tokens * price.output
        return (read + written) / _MILLION


class Metered:
    """ports.ChatModel around another, counting what goes in and what comes out."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat
        self.spent = Spent()

    @property
    def name(self) -> str:
        return self._chat.name

    def stream(self, messages: Sequence[Message], until: float = math.inf) -> Iterator[str]:
        """The other model's stream; what broke off is counted as far as it came."""
        return self._counted(messages, self._chat.stream(messages, until))

    def _counted(self, messages: Sequence[Message], pieces: Iterator[str]) -> Iterator[str]:
        read = sum(count_tokens(message.content) for message in messages)
        written: list[str] = []
        try:
            for piece in pieces:
                written.append(piece)
                yield piece
        finally:
            tokens = count_tokens("".join(written))
            now = self.spent
            self.spent = Spent(now.prompt_tokens + read, now.completion_tokens + tokens)


class MeteredConstrained(Metered):
    """The same around a ports.ConstrainedChatModel, which stays one."""

    def __init__(self, chat: ConstrainedChatModel) -> None:
        super().__init__(chat)
        self._held = chat

    def stream_within(
        self, messages: Sequence[Message], grammar: str, until: float = math.inf
    ) -> Iterator[str]:
        """The other model's stream within a form."""
        return self._counted(messages, self._held.stream_within(messages, grammar, until))


def metered(chat: ChatModel) -> Metered:
    """The model with a meter: what it can be held to, it still can."""
    if isinstance(chat, ConstrainedChatModel):
        return MeteredConstrained(chat)
    return Metered(chat)
