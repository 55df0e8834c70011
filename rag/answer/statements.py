"""The sentences of a draft, and which of them state something that can be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.records import Span
from rag.text import language as languages
from rag.text import questions, sentences
from rag.text.normalise import unbroken
from rag.text.questions import Intent

_MARKER = re.compile(r"(?:[-*+•·>–—]\s+|\(?\d{1,3}[.)]\s+|\[\^?\d{1,3}\]:?\s*)+")
_QUESTION = re.compile(r"[?？؟][\"'”’»」』)）]*\Z")
_ENDED = re.compile(r"[.!。！۔…:：;；][\"'”’»」』)）\]]*\Z")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a draft.

    `span` is its place in the draft, `words` what to look up: on one line, without list markers.
    `states` is False for a question, a heading, a greeting and for what has no words.
    """

    span: Span
    words: str
    states: bool


def find(draft: str) -> Iterator[Statement]:
    """Every sentence of a draft in its order."""
    for span in sentences.split(draft, languages.detect(draft)):
        words = unbroken(_MARKER.sub("", span.of(draft), count=1))
        yield Statement(span, words, _states(words) and not _is_heading(span, words, draft))


def _states(words: str) -> bool:
    """Whether words claim something; a message that wants something of the program does not."""
    return not _QUESTION.search(words) and questions.intent(words).intent is Intent.ASK


def _is_heading(span: Span, words: str, draft: str) -> bool:
    """A short line without closing punctuation or figures that stands apart above other text."""
    if _MARKDOWN_HEADING.match(span.of(draft)):
        return True
    if len(words) > _LONGEST_HEADING or _ENDED.search(words) or re.search(r"\d", words):
        return False
    before, after = draft[: span.start].rstrip(" \t"), draft[span.end :].lstrip(" \t")
    return (
        (not before or before.endswith("\n\n")) and after.startswith("\n\n") and bool(after.strip())
    )
