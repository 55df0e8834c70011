"""Chat models from a GGUF file, run in this process by llama.cpp (the extra `gguf`)."""

from __future__ import annotations

import math
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

from rag.adapters import chat_failures, chat_reply
from rag.adapters.chat_run import Run
from rag.ports import Message
from rag.settings import ChatSettings

PREFIX = "gguf:"
_MAGIC = b"GGUF"
_CONTEXT_TOKENS = 8_192
_QUIET = -1
_FAILURES = (RuntimeError, ValueError)

_Chunk = Mapping[str, Any]


class GgufChat:
    """A ports.ChatModel over one GGUF file, loaded when it is first used and kept.

    It is a ports.ConstrainedChatModel too: llama.cpp drops every token that leaves the grammar.

    `timeout_s` bounds the silence before and between pieces, `reply_timeout_s` the whole. A reader
    that stops reading stops the model, too.
    """

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._path = Path(settings.model.removeprefix(PREFIX)).expanduser()
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        """The file's name alone: where it lies is nobody's business who reads an answer."""
        return f"{PREFIX}{self._path.name}"

    def stream(self, messages: Sequence[Message], until: float = math.inf) -> Iterator[str]:
        """Yields pieces of text as the model writes them.

        Raises ModelUnavailable when the extra is not installed, the file is missing or no model,
        the messages are longer than its context, or it writes nothing in time.
        """
        return self._streamed(self._request(messages), until)

    def stream_within(
        self, messages: Sequence[Message], grammar: str, until: float = math.inf
    ) -> Iterator[str]:
        """As `stream`, within a GBNF grammar; one that is none raises ModelUnavailable as well."""
        return self._streamed({**self._request(messages), "grammar": grammar}, until)

    def _request(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {
            "messages": [{"role": item.role, "content": item.content} for item in messages],
            "stream": True,
            "max_tokens": self._settings.max_tokens,
            "temperature": self._settings.temperature,
        }

    def _streamed(self, request: dict[str, Any], until: float) -> Iterator[str]:
        with self._loading:
            server = self._server
        run: Run[_Chunk] = Run(
            lambda take: server.handle_chat_completions(request, take),
            lambda: _FAILURES,
            native=True,
        )
        with closing(run.pieces(self._settings, until)) as chunks:
            yield from chat_reply.said(self.name, self._texts(chunks))

    def _texts(self, chunks: Iterator[_Chunk]) -> Iterator[str]:
        try:
            for chunk in chunks:
                if "error" in chunk:
                    raise chat_failures.unavailable(self.name, str(chunk["error"]["message"]))
                text = chunk["choices"][0]["delta"].get("content")
                if text:
                    yield str(text)
        except (TimeoutError, LookupError, *_FAILURES) as error:
            raise chat_failures.unavailable(self.name, error) from error

    @cached_property
    def _server(self) -> Any:
        self._check_file()
        try:
            import xllamacpp
        except ImportError as error:
            reason = "the extra 'gguf' is not installed; run pip install 'footnote[gguf]'"
            raise chat_failures.unavailable(self.name, reason) from error
        given = xllamacpp.CommonParams()
        given.model.path = str(self._path)
        given.n_ctx = _CONTEXT_TOKENS
        given.n_parallel = 1
        given.warmup = False
        given.verbosity = _QUIET
        # llama.cpp listens on a free local port besides; without this key nobody gets an answer.
        given.api_keys = [secrets.token_urlsafe()]
        try:
            return xllamacpp.Server(given)
        except RuntimeError as error:
            reason = "llama.cpp cannot load the file; is it a whole chat model?"
            raise chat_failures.unavailable(self.name, reason) from error

    def _check_file(self) -> None:
        try:
            with self._path.open("rb") as file:
                magic = file.read(len(_MAGIC))
        except OSError as error:
            reason = f"the file cannot be read: {error.strerror}"
            raise chat_failures.unavailable(self.name, reason) from error
        if magic != _MAGIC:
            raise chat_failures.unavailable(self.name, "the file is no GGUF model")
