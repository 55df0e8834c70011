"""The noun a question asks for, and the kind of answer it calls for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rag.text import stopwords
from rag.text.aligned import plain
from rag.text.facts.clitics import bases
from rag.text.lexicon import Phrases, entries, table
from rag.text.questions.kinds import AnswerType
from rag.text.scripts import HAN

_WORD = re.compile(rf"[^\W{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORDS_LOOKED_AT = 7
_LONGEST_HAN = 3
# How far from its question word a Chinese noun may stand.
_HAN_REACH = 7


@cache
def _nouns() -> Phrases[AnswerType]:
    nouns = table("questions")["nouns"]
    offices = (
        office for language in table("names")["offices"].values() for office in entries(language)
    )
    named = (
        (entry, AnswerType(kind)) for kind, listing in nouns.items() for entry in entries(listing)
    )
    return Phrases((*((office, AnswerType.PERSON) for office in offices), *named))


@cache
def _han_nouns() -> dict[str, AnswerType]:
    nouns = table("questions")["nouns"].items()
    forms = {
        plain(entry): AnswerType(kind) for kind, listing in nouns for entry in entries(listing)
    }
    forms |= {
        plain(office): AnswerType.PERSON for office in entries(table("names")["offices"]["zh"])
    }
    return {form: kind for form, kind in forms.items() if _HAN_RUN.fullmatch(form)}


def noun_type(asked: str, end: int) -> AnswerType | None:
    """What kind of answer the noun behind (in Chinese also before) a question word calls for.

    Args:
        asked: the whole question, folded (see `aligned.bare`).
        end: the offset behind the question word.
    """
    if _HAN_RUN.search(asked):
        return _han_noun(asked, end)
    words = [match[0] for match in _WORD.finditer(asked, end)][:_WORDS_LOOKED_AT]
    phrase = _first_phrase(words)
    for index in _places_of_noun(phrase):
        for base in bases(phrase[index]):
            if match := _nouns().at((*phrase[:index], base, *phrase[index + 1 :]), index):
                return match.value
    return None


def _places_of_noun(phrase: Sequence[str]) -> range:
    """English ends a phrase with its noun, Russian may set adjectives first."""
    if not phrase or phrase[0].isascii():
        return range(len(phrase) - 1, -1, -1)
    return range(min(len(phrase), 3 if "а" <= phrase[0][0] <= "я" else 1))


def _first_phrase(words: Sequence[str]) -> Sequence[str]:
    """The first words that carry meaning, up to the next that carries grammar."""
    start = 0
    while start < len(words) and words[start] in stopwords.SPACED:
        start += 1
    end = start
    while end < len(words) and words[end] not in stopwords.SPACED:
        end += 1
    return words[start:end]


def _han_noun(asked: str, end: int) -> AnswerType | None:
    after = asked[end : end + _HAN_REACH]
    for start in range(len(after)):
        for length in range(min(_LONGEST_HAN, len(after) - start), 0, -1):
            form = after[start : start + length]
            # A single character is a noun only next to what asks for it.
            if (length > 1 or start <= 1) and (found := _han_nouns().get(form)):
                return found
    return _han_noun_before(asked, end)


def _han_noun_before(asked: str, end: int) -> AnswerType | None:
    """人口 in 人口是什么: the noun right before 是 and the question word."""
    before = re.sub(r"[是为叫有的于在]?\W*(?:什么|何|哪|啥)?\W*$", "", asked[:end])
    return next((found for length in (3, 2) if (found := _han_nouns().get(before[-length:]))), None)
