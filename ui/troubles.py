"""What went wrong and the way out in the reader's language, with the English detail beneath.

What `rag` raises and reports is written in English, for whoever looks after the library. The page
tells an error by its class, and the reason why a file was not read by the words it is known by;
what it does not know it shows as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.errors import (
    InputError,
    LibraryDamaged,
    LibraryError,
    LibraryLocked,
    ModelUnavailable,
    NotInLibrary,
    RagError,
    UnreadableFile,
)
from ui.render import Html, element, join
from ui.strings import Words

Phrase = Callable[[Words], str]

_FILES: tuple[tuple[str, Phrase], ...] = (
    (r"\bno reader for\b", lambda words: words.no_reader),
    (r"its name says", lambda words: words.not_as_named),
    (r"declares XML entities", lambda words: words.damaged_file),
    (r"^too large\b|^refused\b|inflates past|nested deeper", lambda words: words.too_large),
    (r"^empty\b|^no message|without text$", lambda words: words.empty_file),
    (r"^encrypted\b", lambda words: words.locked_file),
    (r"text layer", lambda words: words.no_text),
    (
        r"save it as UTF-8|^starts like|control characters|broken characters",
        lambda words: words.unsure_letters,
    ),
    (r"^damaged\b|not a readable zip|nested too deeply", lambda words: words.damaged_file),
    (
        r"^cannot be|no longer a file|^a (pipe|socket|device|hidden file|link (that|to no))\b",
        lambda words: words.out_of_reach,
    ),
)
"""How the reason begins, or what stands in it; the first that fits tells what is said."""

_MISSING = re.compile(r"paths? given do(es)? not exist")
_FULL = re.compile(r"\bdisk\b.*\bfull\b")


def notice(error: Exception, words: Words) -> Html:
    """An error as a message of its own, told at once to whoever listens."""
    return element("div", told(error, words), class_="notice", role="alert")


def told(error: Exception, words: Words) -> Html:
    """What failed and the way out, and beneath it what the error itself says."""
    return join((element("p", headline(error, words)), _detail("p", str(error))))


def headline(error: Exception, words: Words) -> str:
    """What failed and the way out, in the interface's language.

    What is no RagError is a page that asks for what is not there any more.
    """
    match error:
        case UnreadableFile():
            return _of_file(error.reason, words) or words.not_usable
        case LibraryLocked():
            return words.library_busy
        case LibraryDamaged():
            return words.library_damaged
        case LibraryError():
            return words.disk_full if _FULL.search(str(error)) else words.library_unusable
        case ModelUnavailable():
            return words.model_unavailable
        case InputError() if _MISSING.search(error.message):
            return words.no_such_path
        case RagError() if not isinstance(error, NotInLibrary):
            return words.not_usable
    return words.gone


def why(reason: str, words: Words) -> Html:
    """Why a file was not read, and beneath it the reason as it was given."""
    said = _of_file(reason, words)
    return join((element("span", said) if said else None, _detail("span", reason)))


def _of_file(reason: str, words: Words) -> str | None:
    return next((phrase(words) for known, phrase in _FILES if re.search(known, reason)), None)


def _detail(name: str, text: str) -> Html:
    return element(name, text, class_="detail", lang="en", dir="ltr")
