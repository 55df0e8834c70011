"""Who said it: the one who speaks is asked for, what was said stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

from rag.evals.drafting.asked import Asked, Kind
from rag.evals.drafting.statements import Statement

_LAST_COMMA = re.compile(r".*[,،，]\s*", re.DOTALL)
_FEMININE = re.compile(r"^(\w+?)(?:ла|ли)(сь)?(?!\w)")
_ARABIC_VERB = re.compile(r"^و?ف?(\w{2,}?)ت?$")
_MOST_BEFORE_NAME = 24
_SAID_CHARS = (20, 160)


def questions(statement: Statement) -> Iterator[Asked]:
    """The question who said it, where a sentence tells that beyond doubt."""
    found = statement.spoken
    low, high = _SAID_CHARS if statement.language != "zh" else (10, 50)
    if (
        found is None
        or not low <= len(found.said) <= high
        or found.said.start < found.name_span.end
    ):
        return
    head, name, said = statement.text[: found.name_span.start], found.name_span, found.said
    between = statement.text[name.end : said.start]
    asked = _FORMS[statement.language](
        head.strip(), between, said.of(statement.text).rstrip(" .。")
    )
    if asked and not re.search('["“”«»「」:：]', asked) and len(head) <= _MOST_BEFORE_NAME:
        yield Asked(asked, Kind.SPEAKER, name)


def _verb_of(between: str) -> str:
    """What stands between speaker and words, without what is said about the speaker."""
    words = between.rstrip()
    comma = words[-1:] if words[-1:] in ",،，" else ""
    return _LAST_COMMA.sub("", words[: len(words) - len(comma)]).strip() + comma


def _english(_head: str, between: str, said: str) -> str | None:
    verb = _verb_of(between)
    return f"Who {verb} {said}?" if re.fullmatch(r"\w+(?: that)?", verb) else None


def _chinese(_head: str, between: str, said: str) -> str | None:
    verb = _verb_of(between).rstrip("，,")
    return f"谁{verb}，{said}？" if 1 <= len(verb) <= 4 else None


def _persian(_head: str, between: str, said: str) -> str | None:
    verb = _verb_of(between).rstrip("،")
    return f"چه کسی {verb} {said}؟" if verb.endswith("که") and len(verb) < 30 else None


def _russian(head: str, between: str, said: str) -> str | None:
    told = _FEMININE.sub(lambda match: f"{match[1]}л{'ся' if match[2] else ''}", between.strip())
    if head or not re.fullmatch(r"\w+, что", told):
        return None
    return f"Кто {told} {said}?"


def _arabic(head: str, between: str, said: str) -> str | None:
    verb = _ARABIC_VERB.match(head)
    joined = between.split()[-1:] if between.split() else []
    if not verb or joined not in (["إن"], ["أن"], ["بأن"]):
        return None
    return f"من {verb[1]} {joined[0]} {said}؟"


_FORMS: MappingProxyType[str, Callable[[str, str, str], str | None]] = MappingProxyType(
    {"en": _english, "zh": _chinese, "fa": _persian, "ru": _russian, "ar": _arabic}
)
