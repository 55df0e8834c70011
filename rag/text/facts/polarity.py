"""Whether two texts say yes and no of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.records import Span
from rag.text.facts import negation
from rag.text.facts.scan import Scan
from rag.text.words import key_terms

_CLAUSE = re.compile(r"(?:[^,;:.!?()\n，。；：！？（）؛،؟—]|(?<=\d)[.,](?=\d))+")
_SHORTEST_TERMS = 2
_SAME_THING = 0.6
_PLAIN_CLAUSES = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between punctuation marks: what it speaks of, and whether it is negated."""

    span: Span
    terms: frozenset[str]
    negation: Span | None


@dataclass(frozen=True, slots=True)
class Opposed:
    """The clause of each text in which one affirms what the other negates."""

    one: Span
    other: Span


def clauses(scan: Scan) -> Iterator[Clause]:
    """The clauses of a text that say something."""
    negations = negation.of_statements(scan)
    for match in _CLAUSE.finditer(negation.without_asides(scan.plain)):
        span = Span(match.end() - len(match[0].lstrip()), match.end())
        inside = next((found for found in negations if span.contains(found)), None)
        yield Clause(span, frozenset(key_terms(match[0])), inside)


def opposed(one: Scan, other: Scan) -> Opposed | None:
    """The first clause of `one` whose counterpart in `other` says the opposite, if any.

    Counterparts share most of their terms, so both texts must be in one language. A clause that
    has a counterpart of its own polarity as well is not opposed.
    """
    others = list(clauses(other))
    for clause in clauses(one):
        alike = [against for against in others if _of_the_same(clause, against)]
        differing = [against for against in alike if _differ(one, clause, other, against)]
        if alike and len(differing) == len(alike):
            return Opposed(clause.span, differing[0].span)
    return None


def _differ(one: Scan, clause: Clause, other: Scan, against: Clause) -> bool:
    """Whether one clause is negated and the other in no way, not even by "avoid" or "only"."""
    if bool(clause.negation) == bool(against.negation):
        return False
    denying, denied, scan, stated = (
        (one, clause, other, against) if clause.negation else (other, against, one, clause)
    )
    if denied.negation not in negation.of_grammar(denying):
        return False
    return not negation.hinted(scan, stated.span)


def _of_the_same(one: Clause, other: Clause) -> bool:
    shorter = min(len(one.terms), len(other.terms))
    shared = len(one.terms & other.terms)
    return shared >= max(_SHORTEST_TERMS, _SAME_THING * shorter)


def differ_plainly(one: Scan, other: Scan) -> bool:
    """Whether of two short statements, in any languages, one is negated and the other in no way.

    Languages put "no" into words of their own ("lack", "unclear"), so longer ones are not judged.
    """
    if any(len(list(clauses(scan))) > _PLAIN_CLAUSES for scan in (one, other)):
        return False
    stated = [bool(negation.of_statements(scan)) for scan in (one, other)]
    anyhow = [bool(negation.find(scan)) for scan in (one, other)]
    return stated[0] != stated[1] and anyhow[0] != anyhow[1]
