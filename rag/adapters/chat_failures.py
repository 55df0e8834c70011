"""What goes wrong with a chat model, said in one line that holds no secret."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from json import JSONDecodeError
from types import MappingProxyType

from rag.errors import ModelUnavailable

# The roots of the exceptions that clients of the providers raise, by module. Only modules that
# are loaded can have raised anything.
_ROOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "anthropic": ("AnthropicError",),
        "botocore.exceptions": ("BotoCoreError", "ClientError"),
        "cohere.core": ("ApiError",),
        "google.api_core.exceptions": ("GoogleAPIError",),
        "google.genai.errors": ("APIError",),
        "groq": ("GroqError",),
        "httpx": ("HTTPError", "InvalidURL"),
        "httpx2": ("HTTPError", "InvalidURL"),
        "langchain_core.exceptions": ("LangChainException",),
        "ollama": ("RequestError", "ResponseError"),
        "openai": ("OpenAIError",),
    }
)
# What a wrong name, a missing package or a reply that is no reply ends in, whatever the client.
_BUILT_IN = (
    AttributeError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_BY_STATUS: Mapping[int, str] = MappingProxyType(
    {
        401: "the key was refused; set the provider's key in the environment",
        402: "the account has no credit left",
        403: "the key may not use this model",
        404: "the address knows no such model",
        408: "no answer in time",
        413: "the question and its sources are too long for it",
        429: "too many requests, or the quota is used up",
    }
)
# What clients stumble over in a reply that is none.
_MISREAD = (AttributeError, JSONDecodeError, LookupError, UnicodeError)
_TOO_LATE = (
    "no answer in time (FOOTNOTE_CHAT_TIMEOUT_S and FOOTNOTE_CHAT_REPLY_TIMEOUT_S are the limits)"
)
_NO_PIECES = "No generation chunks"
_LOWEST_SERVER_ERROR = 500
_LONGEST_REASON = 200
_SECRET_NAME = re.compile("KEY|TOKEN|SECRET|PASSW|CREDENTIAL")
_SHORTEST_SECRET = 6
_SECRET_FORMS = (
    (re.compile(r"(?<=://)[^/\s@]+@"), ""),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 ***"),
    (re.compile(r"(?i)\b((?:api[-_ ]?)?key|token|secret|password)(\s*[:=]\s*)\S+"), r"\1\2***"),
    (re.compile(r"\b[a-z]{2,4}-[\w*-]{8,}"), "***"),
)


def kinds() -> tuple[type[BaseException], ...]:
    """The exceptions to translate: those of every provider's client that is loaded."""
    found: list[type[BaseException]] = list(_BUILT_IN)
    for module, names in _ROOTS.items():
        loaded = sys.modules.get(module)
        found += [getattr(loaded, name) for name in names if hasattr(loaded, name)]
    return tuple(found)


def unavailable(model: str, reason: str | BaseException) -> ModelUnavailable:
    """The error to raise for `model`: one line, no secret, and the way out."""
    said = reason if isinstance(reason, str) else _reason(reason)
    return ModelUnavailable(
        f"chat model {without_secrets(model)!r}: {without_secrets(said)}; "
        "FOOTNOTE_CHAT_MODEL and FOOTNOTE_CHAT_BASE_URL choose the model"
    )


def without_secrets(text: str) -> str:
    """`text` without the values of secret variables and without what looks like a key."""
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_NAME.search(name.upper()):
            text = text.replace(value, f"<{name}>")
    for form, shown in _SECRET_FORMS:
        text = form.sub(shown, text)
    return text


def _reason(error: BaseException) -> str:
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status in _BY_STATUS:
        return f"{_BY_STATUS[status]} (HTTP {status})"
    if isinstance(status, int) and status >= _LOWEST_SERVER_ERROR:
        return f"the server failed (HTTP {status})"
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return _TOO_LATE
    if isinstance(error, ConnectionError) or "Connect" in type(error).__name__:
        return "it cannot be reached"
    if _is_misread(error):
        return "what it sends is no reply of a chat model"
    if isinstance(error, ImportError):
        return f"a package is missing: {_first_line(error)}"
    return _first_line(error)


def _is_misread(error: BaseException) -> bool:
    """Whether a client could make nothing of what was sent."""
    kinds = isinstance(error, _MISREAD) or type(error).__name__ == "ValidationError"
    return kinds or _NO_PIECES in str(error)


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[0] if lines else type(error).__name__
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
