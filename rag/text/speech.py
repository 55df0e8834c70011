"""Whose words a sentence repeats: "..., said X", "According to X", "По словам X", X表示, قال X إن.

Precision before recall: a speaker is a name, or an office or organisation with one; "he", "experts"
and "some" give nothing, and so does a verb of saying whose words cannot be told from the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from rag.records import Span
from rag.text import speech_forms, speech_names
from rag.text.aligned import lower, plain

_LEAST_SAID = 8
_PUNCTUATION = " \t\n,，、:：;؛،.。!！?？؟\"“”„«»「」『』'‘’—–-"
_KEPT_AT_END = "!！?？؟"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence's words: `name_span` is where the name stands, `said` what is said.

    `speaker` is the name as written, in the case the sentence puts it in.
    """

    speaker: str
    name_span: Span
    said: Span


def attributed(sentence: str, language: str) -> Attribution | None:
    """The speaker of the words that a sentence repeats, None where it names none for sure.

    Parameters: `language` is the sentence's code; for languages other than en, zh, fa, ru and ar
    nothing is found.
    """
    finder = _FINDERS.get(language)
    if finder is None or not speech_forms.may_attribute(lower(plain(sentence)), language):
        return None
    found = (_attribution(sentence, *spans) for spans in finder(sentence, language))
    return next((one for one in found if one is not None), None)


def _attribution(sentence: str, name: Span | None, said: Span) -> Attribution | None:
    words = _trimmed(sentence, said)
    if name is None or len(words) < _LEAST_SAID or words.overlaps(name):
        return None
    return Attribution(name.of(sentence), name, words)


def _trimmed(sentence: str, span: Span) -> Span:
    """The span without punctuation round it; a mark of a question or a call is kept."""
    words = span.of(sentence)
    start = len(words) - len(words.lstrip(_PUNCTUATION))
    end = len(words.rstrip("".join(set(_PUNCTUATION) - set(_KEPT_AT_END))))
    return Span(span.start + start, span.start + max(start, end))


_Found = Iterator[tuple[Span | None, Span]]


def _among_capitals(sentence: str, language: str) -> _Found:
    """English and Russian: names show by their capitals, and the forms hold a place for them."""
    masked = speech_names.masked(sentence, language)
    for form in speech_forms.forms(language):
        for match in form.finditer(masked):
            name = Span(*match.span("name" if match.groupdict().get("name") else "inner"))
            if speech_names.is_somebody(name.of(sentence), language):
                yield name, _said(match)


def _among_words(sentence: str, language: str) -> _Found:
    """Persian, Arabic and Chinese: what stands where a name must stand is looked at closely."""
    line = lower(plain(sentence))
    for form in speech_forms.forms(language):
        for match in form.finditer(line):
            yield speech_names.inside(sentence, Span(*match.span("name")), language), _said(match)


def _said(match: re.Match[str]) -> Span:
    """What comes after the name, or before it where little comes after."""
    groups = match.groupdict()
    if groups.get("before") and len(groups["before"]) > len(groups.get("said") or ""):
        return Span(*match.span("before"))
    return Span(*match.span("said" if groups.get("said") is not None else "before"))


_FINDERS: MappingProxyType[str, Callable[[str, str], _Found]] = MappingProxyType(
    {
        "en": _among_capitals,
        "ru": _among_capitals,
        "zh": _among_words,
        "fa": _among_words,
        "ar": _among_words,
    }
)
