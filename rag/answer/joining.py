"""Joins a sentence that cannot be understood alone with the one before it, as one quotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer import stretches
from rag.records import Evidence, Span
from rag.text import pronouns
from rag.text.facts.scan import Scan
from rag.text.normalise import unbroken
from rag.text.speech import attributed
from rag.text.titular import is_titular


def joined(chosen: Sequence[Evidence], chars: int) -> list[Evidence]:
    """The sentences, each that opens with a pronoun together with the sentence it leans on.

    A sentence that was chosen itself and is leaned on stands in that quotation alone.

    Parameters: `chars` is how much may be quoted in all. Sentences stay alone across a blank line,
    after a heading, after a sentence quoted before, and after somebody's reported words, for those
    are nobody else's.
    """
    left = chars - sum(len(each.span) for each in chosen)
    made: list[Evidence] = []
    waiting = list(chosen)
    while waiting:
        each = waiting.pop(0)
        before = _leaned_on(each)
        if before is not None and not _overlapping(before, each, made):
            taken_in = _overlapping(before, each, waiting)
            longer = Span(before.start, each.span.end)
            added = len(longer) - len(each.span) - sum(len(other.span) for other in taken_in)
            if added <= left:
                left -= added
                each = replace(each, span=longer)
                waiting = [other for other in waiting if other not in taken_in]
        made.append(each)
    return made


def _overlapping(span: Span, of: Evidence, among: Sequence[Evidence]) -> list[Evidence]:
    """Sentences of the same passage that touch a stretch."""
    return [each for each in among if each.passage == of.passage and each.span.overlaps(span)]


def _leaned_on(evidence: Evidence) -> Span | None:
    """The sentence before, where this one needs it."""
    if not pronouns.opens(Scan(unbroken(evidence.quote))):
        return None
    before = _before(evidence)
    if before is None:
        return None
    words = unbroken(before.quote)
    if is_titular(words) or attributed(words, before.passage.language):
        return None
    return before.span


def _before(evidence: Evidence) -> Evidence | None:
    """The sentence that ends where another begins, in the same paragraph."""
    passage, start = evidence.passage, evidence.span.start
    earlier = [each for each in stretches.of_sentences(passage) if each.span.end <= start]
    if not earlier or "\n\n" in passage.words(Span(earlier[-1].span.end, start)):
        return None
    return earlier[-1]
