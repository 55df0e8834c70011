"""What the values of settings must be beyond their types."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from rag.settings.records import Settings

_ABOVE_0 = (
    "chat.timeout_s",
    "chat.reply_timeout_s",
    "server.session_hours",
    "server.timeout_s",
)
_LEAST = {
    1: (
        "ingest.max_file_bytes",
        "ingest.max_archive_bytes",
        "ingest.max_archive_members",
        "ingest.max_depth",
        "search.depth",
        "search.dense_depth",
        "search.lexical_depth",
        "answer.passages_read",
        "answer.chars_read",
        "answer.max_sentences",
        "answer.max_chars",
        "answer.context_tokens",
        "chat.max_tokens",
        "server.max_body_bytes",
        "server.max_upload_bytes",
    ),
    0: (
        "ingest.threads",
        "search.lexical_weight",
        "search.exact_limit",
        "chat.temperature",
        "chat.input_price",
        "chat.output_price",
        "server.workers",
        "server.waiting",
        "server.requests_per_minute",
    ),
}
_PORTS = ("server.ui_port", "server.api_port")


def broken(settings: Settings) -> Iterator[str]:
    """Every rule the settings break, each with the value that does."""
    for name in _ABOVE_0:
        if (value := attrgetter(name)(settings)) <= 0:
            yield f"{name}: {value} is not above 0"
    for least, names in _LEAST.items():
        for name in names:
            if (value := attrgetter(name)(settings)) < least:
                yield f"{name}: {value} is below {least}"
    for name in _PORTS:
        if not 0 < (value := attrgetter(name)(settings)) < 65_536:
            yield f"{name}: {value} is no port, which lie in 1-65535"
    yield from _choices(settings)


def _choices(settings: Settings) -> Iterator[str]:
    size, chat, answer = settings.passages, settings.chat, settings.answer
    if not 0 < size.min_tokens <= size.target_tokens <= size.max_tokens <= 450:
        yield (
            f"passages: {size.min_tokens}, {size.target_tokens}, {size.max_tokens} break "
            "0 < min_tokens <= target_tokens <= max_tokens <= 450"
        )
    if answer.unsupported not in ("mark", "remove"):
        yield f"answer.unsupported: {answer.unsupported!r} is neither 'mark' nor 'remove'"
    trained = answer.reader in ("trained", "similarity")
    if not trained and not Path(answer.reader).is_file():
        yield f"answer.reader: {answer.reader!r} is neither 'trained', 'similarity' nor a file"
    if chat.model != "none" and ":" not in chat.model:
        yield f"chat.model: {chat.model!r} is neither 'none', 'gguf:PATH' nor 'PROVIDER:NAME'"
    if settings.ingest.engine not in ("local", "ray"):
        yield f"ingest.engine: {settings.ingest.engine!r} is neither 'local' nor 'ray'"
    if not settings.embedder:
        yield "embedder: '' is neither 'bundled' nor the name or folder of a model"
