"""Ties a model's sentence to the smallest stretch of its cited passages that supports it.

A stretch supports a sentence when the guard finds nothing between them that disagrees and it
backs the sentence: word by word where the encoder shows its tokens (`backing`), else by shared
terms or, in another language, by being clearly closer than the other text that was offered.
Nothing is tied on a number, date, name or negation that differs: such a sentence stays in the
answer, marked as unsupported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answer import stretches
from rag.answer.comparing import Comparing
from rag.answer.mismatch import Mismatch
from rag.ports import Vectors
from rag.records import Evidence, Passage
from rag.text import language as languages
from rag.text.facts import negation
from rag.text.facts.scan import Scan
from rag.text.normalise import unbroken
from rag.text.words import key_terms

Embed = Callable[[Sequence[str]], Vectors]

_CLEARLY_CLOSER = 0.02
"""How far above its usual cosine to text of another language a supported sentence must be."""
_SHARED_TERMS = 0.12
"""The share of a sentence's terms that stand in its support when both are in one language."""
_NEAR_BEST = 0.015
"""Stretches this near to the closest one may stand in for it, where they overlap it."""
_STILL_NEAR = 0.08
"""Parts of the closest stretch this near to it are asked whether they say otherwise."""
_FEWEST_OTHERS = 3
_READ_CLOSELY = 8
"""How many of the closest stretches of a passage are read word by word."""
_CONTRADICTIONS = frozenset({"negation", "roles", "word", "speaker"})
"""What more text around a stretch would only hide, not put right."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The evidence nearest to a sentence and whether it supports the sentence.

    There is more than one piece where several cited passages support it, each alone or together.
    """

    evidence: tuple[Evidence, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class _Near:
    """A stretch with its cosine to the sentence."""

    evidence: Evidence
    cosine: float

    def holds(self, other: _Near) -> bool:
        return self.evidence.span.contains(other.evidence.span)


class Tying:
    """Ties the sentences of one answer to the passages it was written from.

    Multilingual embeddings are bunched differently in every pair of languages, so a cosine says
    something only beside the sentence's mean cosine to the rest of what was offered in the
    language of the stretch (as in cross-domain local scaling: Conneau et al., Word translation
    without parallel data, 2018).

    Parameters: `offered` are all passages the model was given; `embed` gives (n, d) float32 unit
    rows, comparable between sentences in any languages; `comparing` holds sentences against them.
    """

    def __init__(self, offered: Sequence[Passage], embed: Embed, comparing: Comparing) -> None:
        self._embed = embed
        self._comparing = comparing
        self._sentences = {passage.id: stretches.of_sentences(passage) for passage in offered}
        self._all = [one for single in self._sentences.values() for one in single]
        self._vectors = self._embedded(self._all) if self._all else None
        self._languages = np.array([languages.detect(one.quote) for one in self._all])
        self._owners = np.array([one.passage.id for one in self._all])

    def tie(self, claim: str, passages: Sequence[Passage]) -> Tie | None:
        """The best support for `claim` among the cited passages; None when there are none."""
        if self._vectors is None:
            return None
        vector = self._embed([unbroken(claim)])[0]
        ranked = [near for passage in passages if (near := self._ranked(vector, passage))]
        if not ranked:
            return None
        alone = [found for near in ranked if (found := self._support(claim, vector, near))]
        if alone:
            return Tie(tuple(alone), supported=True)
        ranked.sort(key=lambda near: -near[0].cosine)
        together = tuple(near[0].evidence for near in ranked)
        close = all(self._is_close(claim, vector, near[0]) for near in ranked)
        if len(together) > 1 and close and not self._against(claim, together):
            return Tie(together, supported=True)
        return Tie(together[:1], supported=False)

    def search(self, claim: str) -> Tie | None:
        """The support for a sentence without a key, from any passage; None where there is none."""
        if self._vectors is None:
            return None
        vector = self._embed([unbroken(claim)])[0]
        best = self._all[int(np.argmax(self._vectors @ vector))]
        found = self._support(claim, vector, self._ranked(vector, best.passage))
        return Tie((found,), supported=True) if found else None

    def _ranked(self, vector: Vectors, passage: Passage) -> list[_Near]:
        """A passage's sentences and pairs, closest first."""
        single = self._sentences[passage.id]
        candidates = [*single, *stretches.of_pairs(single)]
        if not candidates:
            return []
        cosines = self._embedded(candidates) @ vector
        order = np.argsort(-cosines, kind="stable")
        return [_Near(candidates[index], float(cosines[index])) for index in order]

    def _support(self, claim: str, vector: Vectors, ranked: list[_Near]) -> Evidence | None:
        """The smallest stretch about the closest one that agrees with the sentence, if any does."""
        close = [near for near in ranked[:_READ_CLOSELY] if self._is_close(claim, vector, near)]
        if not close:
            return None
        first = close[0]
        best = first.cosine - _NEAR_BEST
        if any(self._denied(claim, near.evidence) for near in ranked if _as_near(near, first)):
            return None
        about = [near for near in close if near.evidence.span.overlaps(first.evidence.span)]
        about = [near for near in about if near.cosine >= best or near.holds(first)]
        for near in sorted(about, key=lambda near: len(near.evidence.span)):
            if not self._against(claim, (near.evidence,)):
                return self._narrowed(claim, vector, near)
        return None

    def _narrowed(self, claim: str, vector: Vectors, near: _Near) -> Evidence:
        """The one clause that says all of it, where there is one and it is the closest part."""
        parts = list(stretches.clauses(near.evidence))
        if not parts:
            return near.evidence
        cosines = self._embedded(parts) @ vector
        index = int(np.argmax(cosines))
        part = _Near(parts[index], float(cosines[index]))
        if part.cosine < near.cosine or _negations(part.evidence) < _negations(near.evidence):
            return near.evidence
        backed = self._is_close(claim, vector, part)
        return (
            part.evidence
            if backed and not self._against(claim, (part.evidence,))
            else near.evidence
        )

    def _against(self, claim: str, evidence: Sequence[Evidence]) -> tuple[Mismatch, ...]:
        """What the guard has against a sentence beside these stretches together."""
        shown = " ".join(unbroken(one.quote) for one in evidence)
        return self._comparing.against(claim, shown)

    def _denied(self, claim: str, evidence: Evidence) -> bool:
        """Whether a stretch says otherwise; more text around would only hide it."""
        found = self._against(claim, (evidence,))
        return any(mismatch.kind in _CONTRADICTIONS for mismatch in found)

    def _is_close(self, claim: str, vector: Vectors, near: _Near) -> bool:
        """Whether a stretch is about what the sentence says, and says no less."""
        if self._comparing.reads_words:
            closer = self._lead(vector, near) or _CLEARLY_CLOSER
            return self._comparing.backs(claim, near.evidence.quote, closer)
        if languages.detect(claim) == languages.detect(near.evidence.quote):
            return _shared_terms(claim, near.evidence.quote) >= _SHARED_TERMS
        lead = self._lead(vector, near)
        return lead is None or lead >= _CLEARLY_CLOSER

    def _lead(self, vector: Vectors, near: _Near) -> float | None:
        """How much closer a stretch is than others of its language are; None without any."""
        others = self._others(near.evidence)
        if self._vectors is None or not others.any():
            return None
        return near.cosine - float((self._vectors[others] @ vector).mean())

    def _others(self, evidence: Evidence) -> NDArray[np.bool_]:
        """Which sentences to compare with: of its language, in other passages if possible."""
        alike: NDArray[np.bool_] = np.equal(self._languages, languages.detect(evidence.quote))
        elsewhere: NDArray[np.bool_] = alike & np.not_equal(self._owners, evidence.passage.id)
        if elsewhere.sum() >= _FEWEST_OTHERS:
            return elsewhere
        apart = [
            one.passage.id != evidence.passage.id or not one.span.overlaps(evidence.span)
            for one in self._all
        ]
        return np.logical_and(alike, apart)

    def _embedded(self, evidence: Iterable[Evidence]) -> Vectors:
        return self._embed([unbroken(one.quote) for one in evidence])


def _as_near(near: _Near, first: _Near) -> bool:
    """Whether a stretch says much the same as the closest one, or is part of it."""
    if near.cosine >= first.cosine - _NEAR_BEST:
        return True
    return first.holds(near) and near.cosine >= first.cosine - _STILL_NEAR


def _shared_terms(claim: str, shown: str) -> float:
    """The share of a sentence's terms that a text of its language has; 1 without terms."""
    terms = frozenset(key_terms(claim))
    return len(terms & frozenset(key_terms(shown))) / len(terms) if terms else 1.0


def _negations(evidence: Evidence) -> int:
    """How often a stretch says no, so that none is cut off."""
    return len(negation.of_statements(Scan(evidence.quote)))
