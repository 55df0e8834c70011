"""Chat models through LangChain, by one setting: `provider:name`, with keys from the environment.

Any OpenAI-compatible server is `openai:NAME` with a base address; it needs no key.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rag.adapters import chat_failures, chat_reply
from rag.adapters.chat_run import Run
from rag.ports import Message
from rag.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

# A server may ignore the limit it is given; no language needs so many characters a token.
_MOST_CHARS_A_TOKEN = 16
# Why a provider may end a reply that is none, by what the protocol calls it.
_NO_REPLY: Mapping[str, str] = MappingProxyType(
    {
        "content_filter": "its provider's filter stopped it",
        "function_call": "it calls a tool instead of answering",
        "tool_calls": "it calls a tool instead of answering",
    }
)


class LangChainChat:
    """A ports.ChatModel over any chat model LangChain can make, opened when it is first used.

    `timeout_s` bounds the silence before and between pieces, `reply_timeout_s` and `max_tokens`
    the whole. Nothing is tried twice: who asks has an answer without a model to fall back on.
    """

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.model

    def stream(self, messages: Sequence[Message], until: float = math.inf) -> Iterator[str]:
        """Yields pieces of text as the model writes them, its thoughts left out.

        Raises ModelUnavailable when the provider's package or key is missing, the server is down,
        slow or out of quota, or what it sends is no reply or breaks off.
        """
        return self._streamed(messages, {}, until)

    def _streamed(
        self, messages: Sequence[Message], more: Mapping[str, Any], until: float
    ) -> Iterator[str]:
        turns = [(message.role, message.content) for message in messages]
        try:
            model = self._model

            def work(take: Callable[[AIMessageChunk], bool]) -> None:
                for piece in model.stream(turns, **more):
                    if take(piece):
                        return

            run = Run(work, chat_failures.kinds)
            with closing(run.pieces(self._settings, until)) as pieces:
                yield from chat_reply.said(self.name, self._texts(pieces))
        except chat_failures.kinds() as error:
            raise chat_failures.unavailable(self.name, error) from error

    def _texts(self, pieces: Iterator[AIMessageChunk]) -> Iterator[str]:
        written, ended = 0, ""
        for piece in pieces:
            ended = ended or _why_it_ends(piece)
            text = str(piece.text)
            written += len(text)
            yield text
            if written > self._settings.max_tokens * _MOST_CHARS_A_TOKEN:
                raise chat_failures.unavailable(self.name, "it writes on without end")
        if ended in _NO_REPLY:
            raise chat_failures.unavailable(self.name, _NO_REPLY[ended])
        if written and not ended and self.name.startswith("openai:"):
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


class GrammarChat(LangChainChat):
    """A ports.ConstrainedChatModel over an OpenAI-compatible server that takes a grammar.

    `grammar_field` names where in a request it is taken, a dot between names: `grammar` by
    llama.cpp's server, `structured_outputs.grammar` by vLLM's.
    """

    def stream_within(
        self, messages: Sequence[Message], grammar: str, until: float = math.inf
    ) -> Iterator[str]:
        """As `stream`, within a GBNF grammar; one that is refused raises ModelUnavailable too."""
        within: Any = grammar
        for name in reversed(self._settings.grammar_field.split(".")):
            within = {name: within}
        return self._streamed(messages, {"extra_body": within}, until)


def _why_it_ends(piece: AIMessageChunk) -> str:
    """What the protocol says with a last piece; nothing where a connection broke."""
    return str(piece.response_metadata.get("finish_reason") or "")
