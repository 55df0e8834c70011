"""Weighs what a library says for and against one statement, and gives the verdict.

A sentence of a document is first judged by closeness: how surely is it about the very thing that
is stated. Only a close one counts, and then the guard speaks: where nothing differs it supports
the statement; where it has another number, date or name, or says no where the statement says yes,
it contradicts it, if it also speaks of the same matter: somebody's name is not enough. A detail of
which it says nothing at all neither supports nor contradicts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rag.answer import backing, guard, stretches
from rag.answer.alignment import Alignment
from rag.answer.closeness import Closeness, Near
from rag.answer.comparing import Comparing
from rag.answer.judge import ENTAILED_FROM
from rag.answer.mismatch import Mismatch, Side
from rag.calibration import Linear, guarding
from rag.errors import ModelUnavailable
from rag.ports import Judge
from rag.records import DraftVerdict, Evidence, Passage
from rag.text import facts
from rag.text.facts import Facts
from rag.text.normalise import unbroken

_GUARDED = 4
"""How many of the closest sentences are held against a statement fact by fact."""
_DOUBTFUL = 1.0
"""The distance in log-odds from a limit within which a judge, where there is one, is asked."""
_FACTS = frozenset({"number", "unit", "date", "name"})


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted (`benchmarks/check.py`), all in log-odds.

    `rough` orders sentences before they are read closely, `close` tells how surely one is about
    what is stated. From `supports_from` it counts for the statement, from `contradicts_from`
    against it, if at least the share `matter_from` of the statement's words beside names and
    figures is met; a contradicting one must be closer by `preference` than a supporting one.
    """

    rough: Linear
    close: Linear
    supports_from: float
    contradicts_from: float
    preference: float
    matter_from: float


@cache
def fitted(aligned: bool) -> Weights:
    """The weights that ship with the package; `aligned` where words can be aligned."""
    raw = guarding("check")["aligned" if aligned else "plain"]
    return Weights(**{**raw, "rough": Linear(**raw["rough"]), "close": Linear(**raw["close"])})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch beside a statement: how surely it is about the same, and what differs.

    `opposing` are the mismatches on which the stretch says something else; the rest it leaves
    open.
    """

    evidence: Evidence
    features: Mapping[str, float]
    closeness: float
    mismatches: tuple[Mismatch, ...] = ()
    opposing: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one statement, the stretches it rests on and what in them differs."""

    verdict: DraftVerdict
    evidence: tuple[Evidence, ...] = ()
    differences: tuple[Mismatch, ...] = ()


class Weighing:
    """Weighs statements against passages.

    Parameters: `comparing` holds statements against the sentences nearest to them; `judge` is
    asked about doubtful sentences, where there is one.
    """

    def __init__(
        self, closeness: Closeness, comparing: Comparing, judge: Judge | None = None
    ) -> None:
        self._closeness = closeness
        self._comparing = comparing
        self._judge = judge
        self._weights = fitted(comparing.reads_words)

    def find(self, statement: str, passages: Sequence[Passage]) -> Finding:
        """The verdict on a statement by the passages found for it."""
        weighed = self.weigh(statement, passages)
        finding = decide(weighed, self._weights)
        if self._judge is None or finding.verdict is DraftVerdict.CONTRADICTED:
            return finding
        try:
            return self._judged(statement, finding, weighed, self._judge)
        except ModelUnavailable:
            self._judge = None  # what holds without a judge stands for the rest of the draft
            return finding

    def weigh(self, statement: str, passages: Sequence[Passage]) -> list[Weighed]:
        """The sentences nearest to the statement and, where one lacks a detail, it with its next.

        Closest first, each held against the statement.
        """
        near = self._closeness.near(statement, passages)
        near.sort(key=lambda one: -self._weights.rough(_rough(one)))
        read = [self._read(statement, one) for one in near[:_GUARDED]]
        widened = [wide for one in read for wide in self._widened(statement, one)]
        return sorted((*read, *widened), key=lambda one: -one.closeness)

    def _read(self, statement: str, near: Near) -> Weighed:
        features = _rough(near)
        if self._comparing.reads_words:
            said, shown, alignment = self._comparing.aligned(statement, near.words)
            measured = backing.measures(said, shown, alignment, near.cosine)
            features["partners"] = measured["partners"]
            features["matter"] = _matter(said, alignment)
        closeness = self._weights.close(features)
        return self._guarded(statement, Weighed(near.evidence, features, closeness))

    def _guarded(self, statement: str, one: Weighed) -> Weighed:
        words = unbroken(one.evidence.quote)
        mismatches = self._comparing.against(statement, words)
        if any(map(_is_unnamed, mismatches)):
            around = guard.check(statement, unbroken(one.evidence.passage.text))
            mismatches = tuple(
                each for each in mismatches if not _is_unnamed(each) or each in around
            )
        told = facts.find(words) if mismatches else None
        opposing = tuple(each for each in mismatches if told and _speaks_of(each, told))
        return Weighed(one.evidence, one.features, one.closeness, mismatches, opposing)

    def _widened(self, statement: str, one: Weighed) -> list[Weighed]:
        """A close sentence that only lacks a detail, with a neighbour that has it."""
        lacking = one.mismatches and not one.opposing
        if not lacking or one.closeness < self._weights.supports_from:
            return []
        pairs = stretches.of_pairs(stretches.of_sentences(one.evidence.passage))
        wide = (
            self._guarded(statement, Weighed(pair, one.features, one.closeness))
            for pair in pairs
            if pair.span.contains(one.evidence.span)
        )
        return [each for each in wide if not each.mismatches]

    def _judged(
        self, statement: str, finding: Finding, weighed: Sequence[Weighed], judge: Judge
    ) -> Finding:
        """The finding, or what the judge makes of it where it hangs by a thread.

        Facts that differ are no matter of judgement, so a judge never outvotes the guard.
        """
        limit = self._weights.supports_from
        for one in weighed:
            if one.mismatches or abs(one.closeness - limit) > _DOUBTFUL:
                continue
            if judge.entails(unbroken(one.evidence.quote), statement) >= ENTAILED_FROM:
                return Finding(DraftVerdict.SUPPORTED, (one.evidence,))
            if one.evidence in finding.evidence:
                finding = Finding(DraftVerdict.ABSENT)
        return finding


def decide(weighed: Sequence[Weighed], weights: Weights) -> Finding:
    """Supported, contradicted or absent, by the closest stretch that settles it.

    Where sources disagree about a number, a date or a name, a statement is supported by the one
    that says the same; else a contradicting stretch counts where it is closer.
    """
    supporting = _closest(weighed, weights.supports_from, lambda one: not one.mismatches)
    against = _closest(weighed, weights.contradicts_from, lambda one: _opposes(one, weights))
    if against and (supporting is None or _outweighs(against, supporting, weights)):
        return Finding(DraftVerdict.CONTRADICTED, (against.evidence,), against.opposing)
    if supporting:
        return Finding(DraftVerdict.SUPPORTED, (supporting.evidence,))
    return Finding(DraftVerdict.ABSENT)


def _closest(
    weighed: Sequence[Weighed], limit: float, counts: Callable[[Weighed], bool]
) -> Weighed | None:
    found = [one for one in weighed if counts(one) and one.closeness >= limit]
    return max(found, key=lambda one: one.closeness, default=None)


def _opposes(one: Weighed, weights: Weights) -> bool:
    """Whether a stretch says something else of the same matter; words not aligned tell nothing."""
    return bool(one.opposing) and one.features.get("matter", 1.0) >= weights.matter_from


def _outweighs(against: Weighed, supporting: Weighed, weights: Weights) -> bool:
    """A supporting stretch has every fact of the statement, but need not speak of a denial."""
    if any(one.kind in _FACTS for one in against.opposing):
        return False
    return against.closeness > supporting.closeness + weights.preference


def _rough(near: Near) -> dict[str, float]:
    return {"cosine": near.cosine, "terms": near.terms, "figures": float(near.figures)}


def _matter(said: Side, alignment: Alignment) -> float:
    """The share of a statement's words that find a partner, names, numbers and dates left aside.

    1 where it has no other words.
    """
    told = said.facts
    facts_of = [fact.span for found in (told.names, told.numbers, told.dates) for fact in found]
    met = [
        alignment.partner(index, backing.PARTNERS_FROM) is not None
        for index, word in enumerate(alignment.said)
        if word.tells and not any(word.span.overlaps(span) for span in facts_of)
    ]
    return sum(met) / len(met) if met else 1.0


def _is_unnamed(mismatch: Mismatch) -> bool:
    """Whether a stretch names nobody in the place of a name; the text around it may have."""
    return mismatch.kind == "name" and mismatch.evidence is None


def _speaks_of(mismatch: Mismatch, told: Facts) -> bool:
    """Whether a stretch has something else in the place of what it lacks, and not just nothing."""
    if mismatch.evidence is not None:
        return True
    held = {"number": told.numbers, "unit": told.numbers, "date": told.dates, "name": told.names}
    return bool(held.get(mismatch.kind, True))
