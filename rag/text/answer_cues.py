"""Words right before a stretch that show what it is: a name being given, a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.records import Span
from rag.text.aligned import bare
from rag.text.facts.scan import Scan
from rag.text.lexicon import entries, phrase, table

_REACH_CHARS = 24
_HAN_RUN = "[\u3400-\u9fff·]"
_ARTICLE = r"[\s\u200c]{0,2}(?:the |a |an |as )?"
# What is called so: a quotation, or the words up to the next punctuation.
_NAMED = (
    r"(?:[\"“«「『《‘:：]{1,2}(?P<quoted>[^\"”»」』》’\n]{1,40})[\"”»」』》’]"
    rf"|(?P<han>{_HAN_RUN}{{2,12}})(?=[，。、；（(,.]|$)"
    r"|(?P<words>[^\W\d_][\w'-]*(?: [\w'-]+){0,3})(?=\s?[,.;()،؛]|$))"
)


@cache
def _cues(name: str) -> str:
    words = sorted(entries(table("cues")[name]["words"]), key=len, reverse=True)
    # Han characters need no border before them.
    return rf"(?:(?<!\w)|(?<={_HAN_RUN}))(?:{'|'.join(map(phrase, words))})"


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(_cues("naming") + _ARTICLE + _NAMED)


@cache
def _locative() -> re.Pattern[str]:
    return re.compile(_cues("locative") + _ARTICLE + r"$")


@cache
def _country() -> re.Pattern[str]:
    return re.compile(_cues("country"))


def asks_country(question: str) -> bool:
    """Whether a question speaks of a country, the one kind of place known in every script."""
    return bool(_country().search(bare(question)))


def named(scan: Scan) -> Iterator[Span]:
    """What a sentence says something is called: "known as the Romantic Rhine", 又称彩虹鹦鹉."""
    for match in _naming().finditer(scan.lower):
        yield Span(*match.span(match.lastgroup or 0))


def is_located(scan: Scan, span: Span) -> bool:
    """Whether a word of place stands before `span`, or in Arabic a letter of place begins it."""
    attached = span.of(scan.lower).startswith("بال")
    before = scan.lower[max(0, span.start - _REACH_CHARS) : span.start]
    return attached or bool(_locative().search(before))
