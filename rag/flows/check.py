"""A reader's draft into verdicts: split, search, weigh, cite, sentence by sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from rag.answer import statements
from rag.answer.cite import cite
from rag.answer.closeness import Closeness
from rag.answer.comparing import Compare, Comparing
from rag.answer.statements import Statement
from rag.answer.support import Finding, Weighing
from rag.index.library import Library
from rag.ports import Embedder, Judge, Retriever
from rag.records import (
    CheckedDraft,
    CheckedSentence,
    Citation,
    Difference,
    DocumentEntry,
    DraftVerdict,
    Evidence,
    Filters,
    Fingerprint,
    Passage,
    Span,
    Twin,
)

_PASSAGES = 16
"""How many passages are searched for each sentence."""


@dataclass(slots=True)
class _Numbering:
    """Gives each distinct piece of evidence one citation, whichever sentence it serves."""

    make: Callable[[int, Evidence], Citation]
    known: dict[tuple[str, Span], Citation] = field(default_factory=dict)

    def __call__(self, evidence: Evidence) -> Citation:
        place = (evidence.passage.document_id, evidence.span)
        if place not in self.known:
            self.known[place] = self.make(len(self.known) + 1, evidence)
        return self.known[place]


@dataclass(slots=True)
class Checking:
    """Checks drafts against one library.

    `compare` begins holding a draft's sentences against evidence; `judge`, where there is one, is
    asked about doubtful ones.
    """

    library: Library
    retriever: Retriever
    embedder: Embedder
    twin_of: Callable[[Evidence], Twin | None]
    fingerprint: Callable[[], Fingerprint]
    judge: Judge | None = None
    compare: Compare = Comparing

    def check(self, draft: str, filters: Filters = Filters()) -> CheckedDraft:
        """The whole draft, checked.

        Any text is a valid draft; one without sentences has none. Raises what a search raises.
        """
        *_, whole = self.stream(draft, filters)
        if not isinstance(whole, CheckedDraft):
            raise TypeError("a stream ends with the whole draft")
        return whole

    def stream(
        self, draft: str, filters: Filters = Filters()
    ) -> Iterator[CheckedSentence | CheckedDraft]:
        """Each sentence as soon as it is checked, then the whole draft. Raises as `check` does."""
        began = time.perf_counter()
        sentences: list[CheckedSentence] = []
        for each in self.sentences(draft, filters):
            sentences.append(each)
            yield each
        yield CheckedDraft(
            text=draft,
            sentences=tuple(sentences),
            searched=self.library.corpus.searched(filters),
            timings_ms={"total": round((time.perf_counter() - began) * 1000, 1)},
            fingerprint=self.fingerprint(),
        )

    def sentences(self, draft: str, filters: Filters = Filters()) -> Iterator[CheckedSentence]:
        """One checked sentence after the other, in the order of the draft."""
        weighing = self.weighing()
        known: dict[str, DocumentEntry] = {}
        number = _Numbering(partial(self._cite, known))
        before: tuple[Passage, ...] = ()
        for each in statements.find(draft):
            if not each.states:
                yield _checked(each, draft, Finding(DraftVerdict.ABSENT), number)
                continue
            passages = self.passages(each.words, before, filters)
            known |= self.library.corpus.described(one.document_id for one in passages)
            passages = [one for one in passages if one.document_id in known]
            finding = weighing.find(each.words, passages)
            before = tuple(dict.fromkeys(one.passage for one in finding.evidence))
            yield _checked(each, draft, finding, number)

    def weighing(self) -> Weighing:
        """A fresh memory of sentences met, for one draft."""
        closeness = Closeness(self.embedder.embed_passages, self.library.dense.usual)
        return Weighing(closeness, self.compare(), self.judge)

    def passages(
        self, words: str, before: Sequence[Passage], filters: Filters
    ) -> Sequence[Passage]:
        """What a search finds, and what the sentence before rested on: "he", "that year"."""
        hits = self.retriever.search(words, _PASSAGES, filters, stated=True)
        return list(dict.fromkeys((*(hit.passage for hit in hits), *before)))

    def _cite(
        self, known: Mapping[str, DocumentEntry], number: int, evidence: Evidence
    ) -> Citation:
        entry = known[evidence.passage.document_id]
        return cite(number, evidence, entry, self.twin_of(evidence))


def _checked(
    statement: Statement, draft: str, finding: Finding, number: _Numbering
) -> CheckedSentence:
    return CheckedSentence(
        text=statement.span.of(draft),
        span=statement.span,
        verdict=finding.verdict,
        citations=tuple(number(one) for one in finding.evidence),
        differences=tuple(
            Difference(one.kind, one.claim, one.evidence) for one in finding.differences
        ),
        states=statement.states,
    )
