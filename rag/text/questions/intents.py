"""What a reader wants of the program: mostly an answer, sometimes a list or a greeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rag.text.aligned import bare, lower, plain
from rag.text.lexicon import table


class Intent(StrEnum):
    """What a message asks the program to do."""

    ASK = "ask"
    GREETING = "greeting"
    THANKS = "thanks"
    LIBRARY = "library"
    SUMMARISE = "summarise"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class IntentFound:
    """An intent and, for a summary, what it is asked of, in the reader's words."""

    intent: Intent
    object: str | None = None


_EDGES = " \t\n.,!?。，！？؟،…~～:;"
_WHOLE = (Intent.GREETING, Intent.THANKS, Intent.LIBRARY)


def intent(text: str) -> IntentFound:
    """What `text` wants. Anything that may be a question is one: "hello, who ...?" is ASK."""
    words = text.strip(_EDGES)
    if not any(char.isalnum() for char in words):
        return IntentFound(Intent.EMPTY)
    folded = " ".join(bare(words).split())
    for wanted in _WHOLE:
        if any(form.fullmatch(folded) for form in _forms(wanted)):
            return IntentFound(wanted)
    return _summary(words) or IntentFound(Intent.ASK)


@cache
def _forms(wanted: Intent) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in table("intents")[wanted].values())


def _summary(words: str) -> IntentFound | None:
    # This folding keeps offsets, so the object can be given back in the reader's own letters.
    folded = lower(plain(words))
    for form in _forms(Intent.SUMMARISE):
        if match := form.fullmatch(folded):
            return IntentFound(Intent.SUMMARISE, next(_objects(match, words), None))
    return None


def _objects(match: re.Match[str], words: str) -> Iterator[str]:
    for group in match.re.groupindex:
        if match[group] and (object_ := words[slice(*match.span(group))].strip(_EDGES)):
            yield object_
