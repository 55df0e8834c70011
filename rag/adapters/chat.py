"""Chat models through LangChain, by one setting: `provider:name`, with keys from the environment.

Any OpenAI-compatible server is `openai:NAME` with a base address; it needs no key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rag.adapters import chat_failures
from rag.ports import Message
from rag.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

# A server may ignore the limit it is given; no language needs so many characters a token.
_MOST_CHARS_A_TOKEN = 16


class LangChainChat:
    """A ports.ChatModel over any chat model LangChain can make, opened when it is first used.

    `timeout_s` bounds the silence before and between pieces, `max_tokens` the whole. Nothing is
    tried twice: who asks has an answer without a model to fall back on.
    """

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.model

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yields pieces of text as the model writes them.

        Raises ModelUnavailable when the provider's package or key is missing, the server is down,
        slow or out of quota, or what it sends is no reply or breaks off.
        """
        try:
            yield from self._pieces([(message.role, message.content) for message in messages])
        except chat_failures.kinds() as error:
            raise chat_failures.unavailable(self.name, error) from error

    def _pieces(self, turns: list[tuple[str, str]]) -> Iterator[str]:
        written, finished = 0, False
        for piece in self._model.stream(turns):
            finished = finished or _says_why_it_ends(piece)
            text = str(piece.text)
            written += len(text)
            if text:
                yield text
            if written > self._settings.max_tokens * _MOST_CHARS_A_TOKEN:
                raise chat_failures.unavailable(self.name, "it writes on without end")
        if not written:
            raise chat_failures.unavailable(self.name, "it wrote nothing")
        if not finished and self.name.startswith("openai:"):
            raise chat_failures.unavailable(self.name, "it broke off in the middle")

    @cached_property
    def _model(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        settings = self._settings
        options: dict[str, Any] = {
            "timeout": settings.timeout_s,
            "max_retries": 0,
            "temperature": settings.temperature,
            "max_tokens": settings.max_tokens,
        }
        if settings.base_url:
            options["base_url"] = settings.base_url
            if settings.model.startswith("openai:") and not os.environ.get("OPENAI_API_KEY"):
                options["api_key"] = "none"
        model: BaseChatModel = init_chat_model(settings.model, **options)
        return model


def _says_why_it_ends(piece: AIMessageChunk) -> bool:
    """Whether this is the last piece of the protocol, not of a broken connection."""
    return bool(piece.response_metadata.get("finish_reason"))
