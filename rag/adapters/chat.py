"""Chat models through LangChain, by one setting: `provider:name`, with keys from the environment.

Any OpenAI-compatible server is `openai:NAME` with a base address; it needs no key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rag.errors import ModelUnavailable
from rag.ports import Message
from rag.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class LangChainChat:
    """A ports.ChatModel over any chat model LangChain can make.

    Raises ModelUnavailable when the provider's package is missing, the name is unknown or the
    provider does not answer in time; the message never holds a key.
    """

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._model = _open(settings)

    @property
    def name(self) -> str:
        return self._settings.model

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yields pieces of text as the model writes them."""
        turns = [(message.role, message.content) for message in messages]
        try:
            for piece in self._model.stream(turns):
                yield str(piece.text)
        except _failures() as error:
            raise ModelUnavailable(_explained(self.name, error)) from error


def _open(settings: ChatSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

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
    try:
        model: BaseChatModel = init_chat_model(settings.model, **options)
        return model
    except _failures() as error:
        raise ModelUnavailable(_explained(settings.model, error)) from error


def _failures() -> tuple[type[Exception], ...]:
    """What providers' packages raise when they are missing, misconfigured, down or out of quota."""
    import httpx
    from langchain_core.exceptions import LangChainException
    from openai import OpenAIError

    http = (httpx.HTTPError, OpenAIError, OSError)
    return (LangChainException, ImportError, ValueError, TypeError, RuntimeError, *http)


def _explained(name: str, error: Exception) -> str:
    reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    for variable, value in os.environ.items():
        if value and len(value) > 7 and ("KEY" in variable or "TOKEN" in variable):
            reason = reason.replace(value, f"<{variable}>")
    return f"chat model {name!r}: {reason}; check FOOTNOTE_CHAT_MODEL and FOOTNOTE_CHAT_BASE_URL"
