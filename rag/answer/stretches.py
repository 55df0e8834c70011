"""The stretches of a passage that a sentence may be tied to: clauses, sentences, pairs of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.records import Evidence, Passage, Span
from rag.text import sentences

_BORDER = re.compile(r"(?<=[;؛；:：—–])\s*|(?<=[,،])\s+|(?<=，)")
_SHORTEST_CLAUSE_SHARE = 0.3


def of_sentences(passage: Passage) -> list[Evidence]:
    """The sentences of a passage."""
    spans = sentences.split(passage.text, passage.language)
    return [_evidence(passage, span) for span in spans]


def of_pairs(single: list[Evidence]) -> list[Evidence]:
    """Neighbouring sentences of one passage, two by two."""
    return [
        Evidence(one.passage, Span(one.span.start, other.span.end), 0.0)
        for one, other in pairwise(single)
    ]


def clauses(sentence: Evidence) -> Iterator[Evidence]:
    """The parts of a sentence between its inner punctuation that are no mere scraps of it."""
    words, start = sentence.quote, 0
    borders = [match.end() for match in _BORDER.finditer(words)]
    if not borders:
        return
    for end in (*borders, len(words)):
        span = Span(start, start + len(words[start:end].rstrip(" ,،，;؛；:：—–.。۔\n")))
        start = end
        if _SHORTEST_CLAUSE_SHARE * len(words) <= len(span) < len(words):
            yield Evidence(sentence.passage, span.shifted(sentence.span.start), 0.0)


def _evidence(passage: Passage, span: Span) -> Evidence:
    return Evidence(passage, span.shifted(passage.span.start), 0.0)
