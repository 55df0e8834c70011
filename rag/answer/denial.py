"""Whether a claim affirms what its evidence negates, or the other way round, word by word.

A negated word is looked up on the other side by its alignment, so this works between languages
and inside sentences of many clauses. Where it has no partner in another language, a claim that says
no nowhere and yet tells of a negated clause has dropped its "no".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.answer.alignment import Alignment, Word
from rag.answer.mismatch import Mismatch, Side
from rag.records import Span
from rag.text import plain_negation
from rag.text.facts import negation
from rag.text.facts.scan import Scan
from rag.text.plain_negation import Said

_SURE = 0.25
_REACH = 2
_FEWEST = 2
_MET = 0.1
_MOST = 0.6
"""The share of a claim's words with partners that has to stand in a clause it is about."""


def check(said: Side, shown: Side, alignment: Alignment) -> Iterator[Mismatch]:
    """The first clause in which one side says no and the other surely does not."""
    one = _denied(said.scan, shown.scan, alignment)
    if one is not None:
        yield Mismatch("negation", one[0].of(said.scan.text), one[1].of(shown.scan.text))
        return
    other = _denied(shown.scan, said.scan, alignment.turned())
    if other is not None:
        yield Mismatch("negation", other[1].of(said.scan.text), other[0].of(shown.scan.text))
        return
    dropped = _dropped(said, shown, alignment)
    if dropped is not None:
        yield Mismatch("negation", said.scan.text, dropped.of(shown.scan.text))


def _dropped(said: Side, shown: Side, alignment: Alignment) -> Span | None:
    """The negated clause that a claim in another language tells as if it were none."""
    if said.scan.language == shown.scan.language or not _affirms(said.scan):
        return None
    met = [
        alignment.shown[partner].span
        for index, word in enumerate(alignment.said)
        if word.tells and (partner := alignment.partner(index, _MET)) is not None
    ]
    for marker in negation.of_grammar(shown.scan):
        clause = negation.clause(shown.scan, marker)
        if sum(map(clause.contains, met)) >= max(_FEWEST, _MOST * len(met)):
            return clause
    return None


def _affirms(scan: Scan) -> bool:
    """Whether a text says no in no way, hidden ones like "un-" and "avoid" included."""
    plainly = plain_negation.said(scan.text, scan.language) is Said.YES
    return plainly and not negation.hinted(scan, Span(0, len(scan.text)))


def _denied(scan: Scan, against: Scan, alignment: Alignment) -> tuple[Span, Span] | None:
    """The negated clause of `scan` and the clause of `against` that says yes, if there is one."""
    for marker in negation.of_grammar(scan):
        clause = negation.clause(scan, marker)
        for index in _turned(scan, marker, clause, alignment.said):
            partner = alignment.partner(index, _SURE)
            if partner is None:
                continue
            affirmed = negation.clause(against, alignment.shown[partner].span)
            if negation.hinted(against, affirmed):
                continue
            if _shared(alignment, clause, affirmed) >= min(_FEWEST, _content(alignment, clause)):
                return clause, affirmed
    return None


def _shared(alignment: Alignment, clause: Span, affirmed: Span) -> int:
    """How many content words of a clause have their partner in the other."""
    partners = (
        alignment.partner(index, _SURE)
        for index, word in enumerate(alignment.said)
        if clause.contains(word.span) and word.tells
    )
    return sum(
        partner is not None and affirmed.contains(alignment.shown[partner].span)
        for partner in partners
    )


def _content(alignment: Alignment, clause: Span) -> int:
    """How many content words a clause has besides the one that is negated."""
    return sum(clause.contains(word.span) and word.tells for word in alignment.said) - 1


def _turned(scan: Scan, marker: Span, clause: Span, words: Sequence[Word]) -> list[int]:
    """The words a negation turns: the next ones; those before it in Persian and around "нет"."""
    inside = [index for index, word in enumerate(words) if clause.contains(word.span)]
    content = [index for index in inside if words[index].tells]
    behind = [index for index in content if words[index].span.start >= marker.end][:_REACH]
    before = [index for index in content if words[index].span.end <= marker.end][-_REACH:]
    if scan.persian:
        return before[::-1]
    return [*behind, *before[::-1]] if marker.of(scan.lower) == "нет" else behind
