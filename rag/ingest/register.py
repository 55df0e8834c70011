"""How a paragraph speaks: as one person to others in a talk, or as a report to everybody.

Three things are told apart, because columns, letters and speeches share the first but not the
others: personal words; an opening that answers somebody ("Agreed", 楼上, "А вы"); and carelessness
of form (small letters at the start, no full stop, "!!").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from rag.ingest.thread_words import any_of, compiled, folded

_OPENING = 240
_CLOSED = regex.compile(r"[.!?:;。！？؟۔…：；][\"'”’»）)\]]*\s*(?:\[\d+\]\s*)*$")
_LOOSE = regex.compile(r"!{2,}|[?？]{2,}|[?!]{3,}|\.{4,}|\p{Emoji_Presentation}|(?<!\w)[:;]-?[()D](?!\w)|\){2,}\s*$")
_QUOTED = regex.compile(r"^\W*[\"“„«「『‘]|^\s*[-—–]\s|^\s*(?:[\p{L}\d][.)]|[•*])\s")
_SHORTEST_REPORT = 25


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
    whole = _measured(paragraph) if len(paragraph) > _OPENING else opening
    personal = max(opening[0], whole[0])
    reporting = min(opening[1], whole[1])
    reply, careless = _replies(paragraph), _careless(paragraph)
    score = personal + 1.2 * reply + 0.9 * careless - 0.8 * reporting - 0.9
    return Register(personal, reply, careless, max(-1.0, min(2.5, score)))


def _measured(words: str) -> tuple[float, float]:
    """Density of personal words and of words of reporting, each at most 3."""
    line = folded(words)
    length = max(1.0, len(line) / (90 if regex.search(r"\p{Han}", line) else 200))
    talk = len(compiled(any_of_talk()).findall(line)) / length
    report = len(compiled(any_of_report()).findall(line)) / length
    return min(3.0, 0.7 * talk), min(3.0, report)


@cache
def any_of_talk() -> str:
    return any_of("talk")


@cache
def any_of_report() -> str:
    return any_of("report")


@cache
def _reply_opening() -> str:
    return rf"^[\W_]*(?:(?:yes|no|well|oh|да|нет|بله|نه|نعم|لا|哎|哦|唉)\W+)?{any_of('reply')}|^@\w"


def _replies(paragraph: str) -> bool:
    if _QUOTED.match(paragraph):
        return False
    return bool(compiled(_reply_opening()).match(folded(paragraph[:60])))


def _careless(paragraph: str) -> bool:
    """Whether a sentence of some length is not begun or not ended as printed sentences are."""
    if _QUOTED.match(paragraph) or len(paragraph) < _SHORTEST_REPORT:
        return False
    small = paragraph[:1].islower()
    return small or not _CLOSED.search(paragraph) or bool(_LOOSE.search(paragraph))
