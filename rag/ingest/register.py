"""How a paragraph speaks: as one person to others in a talk, or as a report to everybody.

Three things are told apart, because columns, letters and speeches share the first but not the
others: personal words; an opening that answers somebody ("Agreed", 楼上, "А вы"); and carelessness
of form (small letters at the start, no full stop, "!!").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from rag.ingest.thread_words import any_of, folded
from rag.text.language import detect
from rag.text.scripts import dominant_script

_OPENING = 240
_CLOSED = regex.compile(r"[.!?:;。！？؟۔…：；][\"'”’»）)\]]*\s*(?:\[\d+\]\s*)*$")
_LOOSE = regex.compile(
    r"!{2,}|[?？]{2,}|[?!]{3,}|\.{4,}|\p{Emoji_Presentation}|(?<!\w)[:;]-?[()D](?!\w)|\){2,}\s*$"
)
_QUOTED = regex.compile(r"^\W*[\"“„«「『‘]|^\s*[-—–]\s|^\s*(?:[\p{L}\d][.)]|[•*])\s")
_QUESTION = regex.compile(r"[?？؟]")
# Particles close a clause; inside one their characters spell sounds of foreign names.
_HAN_TALK = r"[吧呢啊嘛哈呀哦啦呗吗](?=\W|$)|(?<!自)我(?![国军方党省市校院])"
_SHORTEST_REPORT = 25
_LONGEST_READ = 1200


@dataclass(frozen=True, slots=True)
class Register:
    """`personal` is the density of personal words (0 to 3); `score` sums all up, about -2 to 4."""

    personal: float
    reply: bool
    careless: bool
    score: float

    @property
    def move(self) -> bool:
        """Whether only somebody in a talk would write so."""
        return self.reply or self.careless


@lru_cache(maxsize=1 << 12)
def register(paragraph: str) -> Register:
    """The register of a paragraph. People address one another where they begin: the opening counts
    by itself, so that a long excerpt after it does not take it back."""
    opening = _measured(paragraph[:_OPENING])
    whole = _measured(paragraph[:_LONGEST_READ]) if len(paragraph) > _OPENING else opening
    personal = max(opening[0], whole[0])
    reporting = min(opening[1], whole[1])
    reply, careless = _replies(paragraph), _careless(paragraph)
    asking = min(2, len(_QUESTION.findall(paragraph)))
    score = personal + 1.2 * reply + 0.9 * careless + 0.3 * asking - 0.8 * reporting - 0.9
    return Register(personal, reply, careless, max(-1.0, min(2.5, score)))


def closes_sentence(words: str) -> bool:
    """Whether words end as a sentence ends in print."""
    return bool(_CLOSED.search(words))


def _measured(words: str) -> tuple[float, float]:
    """Density of personal words and of words of reporting, each at most 3."""
    line, language = folded(words), _language(words)
    length = max(1.0, len(line) / (90 if language == "zh" else 200))
    talk = len(_pattern("talk", language).findall(line)) / length
    report = len(_pattern("report", language).findall(line)) / length
    return min(3.0, 0.7 * talk), min(3.0, report)


def _language(words: str) -> str:
    """The language whose word lists fit; what is "from" in Arabic is "I" in Persian."""
    match dominant_script(words[:_OPENING]):
        case "han":
            return "zh"
        case "cyrillic":
            return "ru"
        case "arabic":
            return "fa" if detect(words[:_OPENING]) == "fa" else "ar"
        case _:
            return "en"


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    words = any_of(kind, language)
    return re.compile(f"{words}|{_HAN_TALK}" if (kind, language) == ("talk", "zh") else words)


@cache
def _reply_opening() -> re.Pattern[str]:
    return re.compile(
        rf"^[\W_]*(?:(?:yes|no|well|oh|да|нет|بله|نه|نعم|لا|哎|哦|唉)\W+)?{any_of('reply')}|^@\w"
    )


def _replies(paragraph: str) -> bool:
    if _QUOTED.match(paragraph):
        return False
    return bool(_reply_opening().match(folded(paragraph[:60])))


def _careless(paragraph: str) -> bool:
    """Whether a sentence of some length is not begun or not ended as printed sentences are."""
    if _QUOTED.match(paragraph) or len(paragraph) < _SHORTEST_REPORT:
        return False
    small = paragraph[:1].islower()
    return small or not _CLOSED.search(paragraph) or bool(_LOOSE.search(paragraph))
