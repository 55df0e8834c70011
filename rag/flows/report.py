"""The report on what was ingested: shares of languages and roles, twins, speakers, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.records import DocumentEntry, Passage


class Twins(Protocol):
    """Tells the passage that says the same in another language of its document."""

    def twin(self, passage: Passage) -> Passage | None: ...


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one document. Shares are of its passages' characters and sum to 1."""

    languages: Mapping[str, float]
    roles: Mapping[str, float]
    twins: int
    speakers: tuple[str, ...]
    problems: tuple[str, ...]


def report(entry: DocumentEntry, passages: Sequence[Passage], corpus: Twins) -> Report:
    """The report on one document with its passages."""
    speakers = dict.fromkeys(passage.speaker for passage in passages if passage.speaker)
    return Report(
        _shares({passage: passage.language for passage in passages}),
        _shares({passage: passage.role.value for passage in passages}),
        sum(corpus.twin(passage) is not None for passage in passages) // 2,
        tuple(speakers),
        entry.problems,
    )


def _shares(labels: Mapping[Passage, str]) -> Mapping[str, float]:
    sizes: Counter[str] = Counter()
    for passage, label in labels.items():
        sizes[label] += len(passage.span)
    total = sum(sizes.values()) or 1
    return {label: round(size / total, 4) for label, size in sizes.most_common()}
