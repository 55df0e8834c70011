"""Knows the lines that open a page's comments ("12 comments", 网友评论) and that close them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.ingest.thread_words import any_of, folded

_LONGEST = 70
_LONGEST_CLOSING = 60
_EDGE = r"[\W_]*"


@dataclass(frozen=True, slots=True)
class CommentHeading:
    """A heading over comments: `count` as it gives it; `sure` where it can head nothing else."""

    count: int | None
    sure: bool


def read(words: str) -> CommentHeading | None:
    """The heading a line is, or None."""
    if len(words) > _LONGEST or "\n" in words:
        return None
    line = folded(words.strip())
    if match := _counted().match(line):
        return CommentHeading(int(match["before"] or match["after"]), sure=True)
    if _sure().match(line):
        return CommentHeading(None, sure=True)
    return CommentHeading(None, sure=False) if _bare().match(line) else None


def closes(words: str) -> bool:
    """Whether a line opens what follows the comments of a page: more articles, a form, a footer."""
    return len(words) <= _LONGEST_CLOSING and bool(_closing().match(folded(words.strip())))


@cache
def _counted() -> re.Pattern[str]:
    """The number before or after the word; a few words more may say on what."""
    word = any_of("heading", "counted")
    joined = word.replace(r"(?<!\w)", r"(?<![^\W\d])")
    about = r"(?:\s+(?:on|to|so far|by readers?|к|на|на статью|برای|به|علی|ل)\b.{0,40})?"
    title = r"(?:all|total|все|всего|всего комментариев|全部|共|共有|عدد|تعداد|مجموع)?\s*"
    return re.compile(
        rf"^{_EDGE}(?:{title}(?P<before>\d{{1,5}})\s*{joined}{about}"
        rf"|{title}(?:{word}|{any_of('heading', 'sure')})\s*[-:：(（\[]?\s*"
        rf"(?P<after>\d{{1,5}})\s*[条个]?){_EDGE}$"
    )


@cache
def _sure() -> re.Pattern[str]:
    return re.compile(rf"^{_EDGE}(?:以下[是为]?|下面是)?{any_of('heading', 'sure')}{_EDGE}$")


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"^{_EDGE}{any_of('heading', 'bare')}{_EDGE}$")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"^{_EDGE}{any_of('closing')}")
